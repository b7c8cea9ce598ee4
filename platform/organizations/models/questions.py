"""The questions of the rights self-assessment, in versions that administrators write."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import CodeField, new_code


class Step(models.IntegerChoices):
    """The quick scan and the seven steps; the last one is the plan, which is made of actions."""

    SCAN = 0, _("Quick scan")
    PREPARATION = 1, _("Preparation")
    PRACTICE = 2, _("What you do now")
    SURROUNDINGS = 3, _("What binds you")
    COMMITMENTS = 4, _("What you promised")
    EVIDENCE = 5, _("What happens in practice")
    ACCOUNTABILITY = 6, _("Who answers")
    PLAN = 7, _("What you will change")


class QuestionSet(models.Model):
    """One version of all the questions: a draft, then published and never changed again."""

    number = models.PositiveSmallIntegerField(unique=True)
    drafted_at = models.DateTimeField(default=clock.now)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(published_at=None), models.BooleanField()),
                name="question_set_one_draft",
                condition=Q(published_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"questions {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.published_at is None


class Question(models.Model):
    """One question in both languages; `key` stays the same from version to version."""

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    code = CodeField()
    key = models.CharField(max_length=22, default=new_code)
    step = models.PositiveSmallIntegerField(choices=Step)
    position = models.PositiveSmallIntegerField()
    text_en = models.CharField(max_length=300)
    text_es = models.CharField(max_length=300)
    hint_en = models.CharField(max_length=300, blank=True)
    hint_es = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("step", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["question_set", "key"], name="question_once_a_version"),
            models.CheckConstraint(name="question_step_known", condition=Q(step__in=range(7))),
            models.CheckConstraint(
                name="question_in_both_languages", condition=~Q(text_en="") & ~Q(text_es="")
            ),
        )

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return self.text_es if _is_spanish() else self.text_en

    @property
    def hint(self) -> str:
        """What helps to answer it, in the reader's language."""
        return self.hint_es if _is_spanish() else self.hint_en


def _is_spanish() -> bool:
    return (get_language() or "en").startswith("es")
