"""An organization's rights self-assessment: answers, evidence, and what it will change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import CodeField
from core.states import Moving
from organizations.models.organization import Organization
from organizations.models.questions import Question, QuestionSet
from organizations.states import SELF_ASSESSMENT_MOVES, SelfAssessmentState


class ScanAnswer(models.TextChoices):
    """Answers to the quick scan; the first and the last open the full path."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class SelfAssessment(Moving):
    """One year's self-assessment; it keeps the version of the questions it began with."""

    MOVES = SELF_ASSESSMENT_MOVES

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="self_assessments")
    code = CodeField()
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=SelfAssessmentState, default=SelfAssessmentState.OPEN
    )
    summary = models.TextField(max_length=2000, blank=True)  # in their words, on their public page
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    renew_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organization"], name="self_assessment_one_open", condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="self_assessment_finished_whole",
                condition=Q(state="open", finished_at=None, renew_by=None)
                | Q(state="finished", finished_at__isnull=False, renew_by__isnull=False)
                & ~Q(summary=""),
            ),
        )

    def __str__(self) -> str:
        return f"self-check {self.pk}"


class SelfAssessmentAnswer(models.Model):
    """What was answered to one question; empty when the page was saved without an answer."""

    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    text = models.TextField(max_length=3000, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["self_assessment", "question"], name="self_assessment_answer_once"
            ),
        )

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Evidence(models.Model):
    """A file that shows what was answered; for the team alone."""

    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="evidence")
    code = CodeField()
    step = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    file = models.FileField(max_length=80)
    file_type = models.CharField(max_length=5)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="evidence_step_known", condition=Q(step__gte=1, step__lte=6)
            ),
        )

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class PlannedAction(models.Model):
    """What an organization will change, who answers for it, and by when. Public once finished."""

    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="actions")
    code = CodeField()
    what = models.CharField(max_length=300)
    owner = models.CharField(max_length=80)  # a job title: everybody can read it
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"action {self.pk}"
