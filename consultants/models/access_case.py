"""An administrator's look at private items: asked for with a reason, let in by another, short, on the record."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consultants.items import ITEMS, names_in
from consultants.models.profile import Consultant
from core import clock
from core.codes import CodeField

LASTS = timedelta(minutes=60)


class AccessCase(models.Model):
    """Some items of one consultant, for one reason, for the administrator who asked. Two people or nothing."""

    code = CodeField()
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+")
    items = models.IntegerField()  # bit i = item i (consultants/items.py)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="case_names_items", condition=Q(items__gt=0, items__lt=1 << len(ITEMS))
            ),
            models.CheckConstraint(name="case_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="case_needs_two_people",
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="case_is_short",
                condition=Q(approved_by=None, approved_at=None, ends_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & Q(ends_at__gt=F("approved_at"), ends_at__lte=F("approved_at") + LASTS),
            ),
        )

    def __str__(self) -> str:
        return f"access case {self.pk}"

    @property
    def item_names(self) -> tuple[str, ...]:
        """The items it names, in the usual order."""
        return names_in(self.items)

    @property
    def is_open(self) -> bool:
        """Whether the items can be looked at now."""
        return self.ends_at is not None and self.ends_at > clock.now()


class CaseLook(models.Model):
    """One look through a case; written by `case_card` in the statement that shows the items."""

    case = models.ForeignKey(AccessCase, models.PROTECT, related_name="looks")
    items = models.IntegerField()  # what there was to see
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"case look {self.pk}"
