"""Reading a self-assessment: the questions of its version, what was answered, what is left."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from core import clock
from organizations.models import (
    Evidence,
    Organization,
    PlannedAction,
    Question,
    QuestionSet,
    ScanAnswer,
    SelfAssessment,
    SelfAssessmentAnswer,
    Step,
)
from organizations.states import SelfAssessmentState

WRITTEN_STEPS = tuple(step for step in Step if step not in (Step.SCAN, Step.PLAN))


@dataclass(frozen=True)
class Asked:
    """One question with what was answered."""

    question: Question
    answer: str

    @property
    def in_words(self) -> str:
        """The answer as people read it; of the quick scan in the reader's language."""
        if self.question.step == Step.SCAN and self.answer in ScanAnswer.values:
            return str(ScanAnswer(self.answer).label)
        return self.answer


@dataclass(frozen=True)
class StepSeen:
    """One step with its questions, evidence, and how much is left."""

    step: Step
    asked: list[Asked]
    evidence: list[Evidence]
    left: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left in it."""
        return self.left == 0


@dataclass(frozen=True)
class Progress:
    """A whole self-assessment: its steps in order, and whether the full path is open."""

    steps: list[StepSeen]
    actions: list[PlannedAction]
    needs_full_path: bool

    @property
    def left(self) -> list[StepSeen]:
        """The steps in which something is left."""
        return [seen for seen in self.steps if not seen.is_done]


@dataclass(frozen=True)
class Said:
    """What an organization chose to say in public, and its dated actions."""

    self_assessment: SelfAssessment
    actions: list[PlannedAction]
    is_late: bool


def current_questions() -> QuestionSet | None:
    """Return the version that new self-assessments are asked."""
    return QuestionSet.objects.exclude(published_at=None).order_by("-number").first()


def open_self_assessment(organization: Organization) -> SelfAssessment | None:
    """Return the one that is being answered."""
    return organization.self_assessments.filter(state=SelfAssessmentState.OPEN).first()


def finished_self_assessments(organization: Organization) -> QuerySet[SelfAssessment]:
    """Return the finished ones, newest first."""
    return organization.self_assessments.filter(state=SelfAssessmentState.FINISHED).order_by("-pk")


def said_by(organization: Organization) -> Said | None:
    """Return what the public page shows as "they say"; None before the first is finished."""
    newest = finished_self_assessments(organization).first()
    if newest is None or newest.renew_by is None:
        return None
    return Said(newest, list(newest.actions.all()), newest.renew_by < clock.today())


def asked_in(self_assessment: SelfAssessment, step: int | None = None) -> list[Asked]:
    """Return the questions with their answers, of one step or of all, in order."""
    questions = Question.objects.filter(question_set_id=self_assessment.question_set_id)
    if step is not None:
        questions = questions.filter(step=step)
    rows = SelfAssessmentAnswer.objects.filter(self_assessment=self_assessment)
    answers = dict(rows.values_list("question_id", "text"))
    return [Asked(question, answers.get(question.pk, "")) for question in questions]


def version_of(self_assessment: SelfAssessment, step: int) -> str:
    """Return a mark that changes whenever the step is saved, to tell two windows apart."""
    rows = SelfAssessmentAnswer.objects.filter(self_assessment=self_assessment, question__step=step)
    newest = rows.aggregate(at=Max("saved_at"))["at"]
    return newest.isoformat() if newest else ""


def progress_of(self_assessment: SelfAssessment) -> Progress:
    """Return every step with what is answered and what is left."""
    asked = asked_in(self_assessment)
    evidence = list(self_assessment.evidence.order_by("pk"))
    actions = list(self_assessment.actions.all())
    full = needs_full_path(asked)
    shown = (Step.SCAN, *WRITTEN_STEPS) if full else (Step.SCAN,)
    steps = [_step_seen(step, asked, evidence) for step in shown]
    if full:
        steps.append(StepSeen(Step.PLAN, [], [], left=0 if actions else 1))
    return Progress(steps, actions, full)


def needs_full_path(asked: list[Asked]) -> bool:
    """Whether a yes or a doubt in the quick scan opens the seven steps."""
    opening = (ScanAnswer.YES, ScanAnswer.UNSURE)
    return any(one.question.step == Step.SCAN and one.answer in opening for one in asked)


def _step_seen(step: Step, asked: list[Asked], evidence: list[Evidence]) -> StepSeen:
    own = [one for one in asked if one.question.step == step]
    left = sum(1 for one in own if not one.answer.strip())
    return StepSeen(step, own, [one for one in evidence if one.step == step], left)
