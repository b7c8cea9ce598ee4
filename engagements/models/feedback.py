"""What consultants say about an organization after the work. Nobody is rated who was hired."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultants.models import Consultant
from core import clock
from engagements.models.engagement import Engagement
from organizations.models import Organization


class Said(models.TextChoices):
    """An answer to one question."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    SKIPPED = "skipped", _("I would rather not say")


def answer() -> Any:
    """One question's answer; saying nothing is the default."""
    return models.CharField(max_length=8, choices=Said, default=Said.SKIPPED)


QUESTIONS = {
    "paid_on_time": _("Were you paid on time?"),
    "terms_kept": _("Did they keep to the terms?"),
    "topics_respected": _("Did they respect the topics you did not want to talk about?"),
    "equal_footing": _("Did they treat you as an equal partner?"),
    "would_again": _("Would you work with them again?"),
}


class Feedback(models.Model):
    """One consultant's answers about one piece of work; a policy shows the row to its writer only."""

    engagement = models.OneToOneField(
        Engagement, models.PROTECT, primary_key=True, related_name="+"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+")
    paid_on_time = answer()
    terms_kept = answer()
    topics_respected = answer()
    equal_footing = answer()
    would_again = answer()
    note = models.TextField(max_length=2000, blank=True)  # administrators read it, without a name
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (
            models.Index(fields=["organization", "created_at"], name="feedback_organization"),
        )
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = tuple(
            models.CheckConstraint(
                name=f"feedback_{name}_known", condition=Q(**{f"{name}__in": Said.values})
            )
            for name in QUESTIONS
        )

    def __str__(self) -> str:
        return f"feedback {self.pk}"
