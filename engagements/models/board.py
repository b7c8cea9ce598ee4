"""What a consultant keeps for themself beside the board. Row policies show it to nobody else."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from consultants.models import Consultant
from core import clock
from core.codes import CodeField
from engagements.models.disclosures import InTheRoom, PersonalExperience, WayToJoin
from engagements.models.posting import Posting


class SavedSearch(models.Model):
    """A search of the board that its owner wants to hear about, at most once a day."""

    code = CodeField()
    consultant = models.ForeignKey(Consultant, models.CASCADE, related_name="+")
    query = models.CharField(max_length=1000)  # as the address says it, in one fixed order
    created_at = models.DateTimeField(default=clock.now)
    seen_until = models.DateTimeField(default=clock.now)  # newest project already told
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["consultant", "query"], name="saved_search_once"),
            models.CheckConstraint(name="saved_search_asks", condition=~Q(query="")),
        )

    def __str__(self) -> str:
        return f"saved search {self.pk}"


class Bookmark(models.Model):
    """A project that a consultant wants to find again."""

    consultant = models.ForeignKey(Consultant, models.CASCADE, related_name="+")
    posting = models.ForeignKey(Posting, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["consultant", "posting"], name="bookmark_once"),
        )

    def __str__(self) -> str:
        return f"bookmark {self.pk}"


def several(choices: Any) -> Any:
    """Some of these choices; none by default."""
    return ArrayField(models.CharField(max_length=15, choices=choices), default=list)


class UsualTerms(models.Model):
    """A consultant's private minimums. Each is optional; what is not set never differs."""

    consultant = models.OneToOneField(
        Consultant, models.CASCADE, primary_key=True, related_name="+"
    )
    hourly_amount = models.BigIntegerField(null=True)  # minor units of USD
    equal_pay = models.BooleanField(default=False)  # not less than other experts get
    pay_days = models.PositiveSmallIntegerField(null=True)  # from approval, at most
    cancel_full_hours = models.PositiveSmallIntegerField(null=True)  # all paid within, at least
    cancel_half_days = models.PositiveSmallIntegerField(null=True)  # half paid within, at least
    # the most that may be asked; empty: no limit
    personal_experience = models.CharField(max_length=10, choices=PersonalExperience, blank=True)
    not_in_the_room = several(InTheRoom)
    no_recording = models.BooleanField(default=False)
    no_reporting = models.BooleanField(default=False)  # nobody has to report what is said
    remote_only = models.BooleanField(default=False)
    ways_to_join = several(WayToJoin)  # at least one of these

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="usual_hourly_positive",
                condition=Q(hourly_amount__isnull=True) | Q(hourly_amount__gt=0),
            ),
        )

    def __str__(self) -> str:
        return f"usual terms {self.pk}"
