"""The list of the language check, and the wording that an organization keeps with an explanation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.clock import ClockNow
from engagements.models.disclosures import LANGUAGES
from engagements.models.posting import Posting
from engagements.word_patterns import LONGEST


class WordKind(models.TextChoices):
    """What is wrong with a wording."""

    RESCUER = "rescuer", _("Rescuer wording")
    PITY = "pity", _("Pity")
    SENSATIONAL = "sensational", _("Sensational")
    STORY = "story", _("Asks for a life story")


class WordEntry(models.Model):
    """One entry of the list. Administrators change it; a retired one finds nothing and stays readable."""

    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    kind = models.CharField(_("kind"), max_length=12, choices=WordKind)
    pattern = models.CharField(_("what is looked for"), max_length=LONGEST)
    fine_in = models.TextField(
        _("where it is fine"), max_length=1000, blank=True
    )  # a phrase a line
    why = models.CharField(_("why"), max_length=300)
    better = models.CharField(_("what to write instead"), max_length=100)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("language", "kind", "pattern")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["language", "pattern"], name="word_entry_once"),
            models.CheckConstraint(
                name="word_entry_is_whole", condition=~Q(pattern="") & ~Q(why="") & ~Q(better="")
            ),
            models.CheckConstraint(
                name="word_entry_kind_known", condition=Q(kind__in=WordKind.values)
            ),
            models.CheckConstraint(
                name="word_entry_language_known", condition=Q(language__in=dict(LANGUAGES))
            ),
        )

    def __str__(self) -> str:
        return f"word entry {self.pk}"

    @property
    def is_retired(self) -> bool:
        """Whether it finds nothing any more."""
        return self.retired_at is not None


class KeptWording(models.Model):
    """Words that the check found and the organization keeps, with its explanation for the desk."""

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="kept_wordings")
    field = models.CharField(max_length=30)
    words = models.CharField(max_length=200)  # folded: the same words again are explained already
    explanation = models.CharField(max_length=300)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["posting", "field", "words"], name="kept_wording_explained_once"
            ),
            models.CheckConstraint(
                name="kept_wording_has_an_explanation", condition=~Q(explanation="")
            ),
        )

    def __str__(self) -> str:
        return f"kept wording {self.pk}"


class PostingReview(models.Model):
    """What the desk decided about a posting that was sent in. Never changed."""

    class Decision(models.TextChoices):
        OPENED = "opened", _("Open it")
        RETURNED = "returned", _("Send it back with a reason")

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=Decision)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=ClockNow())

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="posting_review_decision_known",
                condition=Q(decision__in=["opened", "returned"]),
            ),
            models.CheckConstraint(
                name="posting_review_returns_with_a_reason",
                condition=Q(decision="opened") | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"posting review {self.pk}"
