"""Answering the rights self-assessment: saved as one goes, finished once a year."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock, events
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor, move
from notices.services import notify
from organizations.models import (
    Organization,
    PlannedAction,
    Question,
    SelfAssessment,
    SelfAssessmentAnswer,
)
from organizations.permissions import MAY_ARRANGE, can_self_assess
from organizations.self_assessment.queries import (
    current_questions,
    finished_self_assessments,
    open_self_assessment,
    progress_of,
    version_of,
)
from organizations.states import SelfAssessmentState

PAGE = "self_check"
LASTS = timedelta(days=365)
REMIND_BEFORE = timedelta(days=30)
MOST_ACTIONS = 30


@transaction.atomic
def start(organization: Organization, *, actor: User) -> SelfAssessment:
    """Begin a self-assessment with the newest questions and last year's answers. Twice is once."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require(can_self_assess(actor, organization))
    if found := open_self_assessment(organization):
        return found
    questions = current_questions()
    if questions is None:
        raise Refused(_("The questions are being written. Come back later."))
    self_assessment = SelfAssessment.objects.create(
        organization=organization, question_set=questions
    )
    _take_over_answers(self_assessment, actor=actor)
    events.record(organization, "self_check_started", by=Actor.ORGANIZATION, actor=actor)
    return self_assessment


@transaction.atomic
def save_step(
    self_assessment: SelfAssessment, *, step: int, answers: dict[int, str], seen: str, actor: User
) -> None:
    """Keep a page of answers, by question; a page that was saved elsewhere meanwhile is refused."""
    self_assessment = lock_open(self_assessment, actor=actor)
    if version_of(self_assessment, step) != seen:
        raise WrongState(_("This page was saved in another window after you opened it."))
    questions = Question.objects.filter(question_set_id=self_assessment.question_set_id, step=step)
    saved_at = clock.now()
    for question in questions:
        SelfAssessmentAnswer.objects.update_or_create(
            self_assessment=self_assessment,
            question=question,
            defaults={
                "text": answers.get(question.pk, ""),
                "saved_by": actor,
                "saved_at": saved_at,
            },
        )


@transaction.atomic
def add_action(
    self_assessment: SelfAssessment, *, actor: User, what: str, owner: str, due_on: date
) -> PlannedAction:
    """Plan a change, with a day that is not past and somebody who answers for it."""
    self_assessment = lock_open(self_assessment, actor=actor)
    if due_on < clock.today():
        raise Refused(_("Choose a day that is not past."))
    if self_assessment.actions.count() >= MOST_ACTIONS:
        raise Refused(_("There are many actions already. Take one out first."))
    return PlannedAction.objects.create(
        self_assessment=self_assessment, what=what, owner=owner, due_on=due_on
    )


@transaction.atomic
def remove_action(action: PlannedAction, *, actor: User) -> None:
    """Take a planned change out, while nothing is public yet."""
    lock_open(action.self_assessment, actor=actor)
    PlannedAction.objects.filter(pk=action.pk).delete()


@transaction.atomic
def mark_done(action: PlannedAction, *, actor: User, is_done: bool) -> PlannedAction:
    """Say in public that a planned change is made, or take that back."""
    action = PlannedAction.objects.select_for_update().get(pk=action.pk)
    require(can_self_assess(actor, action.self_assessment.organization))
    action.done_on = clock.today() if is_done else None
    action.save(update_fields=["done_on"])
    return action


@transaction.atomic
def finish(self_assessment: SelfAssessment, *, actor: User, summary: str) -> SelfAssessment:
    """Close a fully answered self-assessment for a year and put summary and actions on the public page."""
    self_assessment = lock_open(self_assessment, actor=actor)
    if progress_of(self_assessment).left:
        raise Refused(_("Some steps are not complete yet."))
    # in one statement: what is finished has all of it, and the database lets it change no more
    move(
        self_assessment,
        SelfAssessmentState.FINISHED,
        by=Actor.ORGANIZATION,
        actor=actor,
        summary=summary,
        finished_at=clock.now(),
        renew_by=clock.today() + LASTS,
    )
    organization = self_assessment.organization
    events.record(organization, "self_check_finished", by=Actor.ORGANIZATION, actor=actor)
    return self_assessment


def remind() -> int:
    """Tell teams, once and without content, that a year is nearly over; returns how many."""
    until = clock.today() + REMIND_BEFORE
    rows = SelfAssessment.objects.select_for_update(skip_locked=True).filter(
        state=SelfAssessmentState.FINISHED, renew_by__lte=until, reminded_at=None
    )
    reminded = 0
    for self_assessment in rows:
        if finished_self_assessments(self_assessment.organization).first() == self_assessment:
            _tell_team(self_assessment.organization)
            reminded += 1
        SelfAssessment.objects.filter(pk=self_assessment.pk).update(reminded_at=clock.now())
    return reminded


def lock_open(self_assessment: SelfAssessment, *, actor: User) -> SelfAssessment:
    """Hold a self-assessment that is still being answered, for somebody who may."""
    rows = SelfAssessment.objects.select_for_update(of=("self",)).select_related("organization")
    self_assessment = rows.get(pk=self_assessment.pk)
    require(can_self_assess(actor, self_assessment.organization))
    if self_assessment.state != SelfAssessmentState.OPEN:
        raise Refused(_("This self-assessment is finished. It can't be changed any more."))
    return self_assessment


def _take_over_answers(self_assessment: SelfAssessment, *, actor: User) -> None:
    """Start from what was said last time, for questions that are still asked."""
    last = finished_self_assessments(self_assessment.organization).first()
    if last is None:
        return
    earlier = SelfAssessmentAnswer.objects.filter(self_assessment=last)
    by_key = dict(earlier.values_list("question__key", "text"))
    SelfAssessmentAnswer.objects.bulk_create(
        SelfAssessmentAnswer(
            self_assessment=self_assessment,
            question=question,
            text=by_key[question.key],
            saved_by=actor,
        )
        for question in Question.objects.filter(question_set_id=self_assessment.question_set_id)
        if by_key.get(question.key)
    )


def _tell_team(organization: Organization) -> None:
    people = User.objects.filter(
        membership__organization=organization,
        membership__role__in=MAY_ARRANGE,
        membership__limited=False,
        is_active=True,
    )
    for user in people:
        notify(user, PAGE)
