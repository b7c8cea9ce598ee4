"""What somebody told the desk about an organization. The organization never learns of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.codes import CodeField
from core.states import Moving
from organizations.models.organization import Organization
from organizations.states import CONCERN_MOVES, ConcernState


class Concern(Moving):
    """A concern, sealed under its reporter's key; row policies let reporter and desk read it."""

    MOVES = CONCERN_MOVES

    class About(models.TextChoices):
        SAFETY = "safety", _("Somebody's safety")
        RETALIATION = "retaliation", _("They treat me worse because I spoke up")
        MONEY = "money", _("Money")
        HONESTY = "honesty", _("They are not who they say they are")
        OTHER = "other", _("Something else")

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=15, choices=About)
    wanted = models.BinaryField()
    happened = models.BinaryField()
    answer = models.BinaryField(default=b"")
    state = models.CharField(max_length=10, choices=ConcernState, default=ConcernState.SENT)
    sent_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="concern_state_known", condition=Q(state__in=ConcernState.values)
            ),
            models.CheckConstraint(
                name="concern_about_known",
                condition=Q(about__in=["safety", "retaliation", "money", "honesty", "other"]),
            ),
            models.CheckConstraint(
                name="concern_answered_says_something",
                condition=~Q(state="answered") | ~Q(answer=b"") & Q(answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"concern {self.pk}"
