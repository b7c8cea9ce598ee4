"""The consultant, and the profile with an audience for each item."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultants.items import ITEMS, Audience
from consultants.models.choices import Availability, Expertise, Language, Region
from core import clock
from core.codes import CodeField


class MayInvite(models.IntegerChoices):
    """Which organizations may send an invitation; apart from who sees what."""

    NOBODY = 0, _("Nobody")
    PICKED = 1, _("Organizations I pick")
    CHECKED = 2, _("All checked organizations")


class Consultant(models.Model):
    """What foreign keys point to: a person who works here. Holds no item of the profile."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="consultant")
    code = CodeField()
    may_invite = models.SmallIntegerField(choices=MayInvite, default=MayInvite.NOBODY)
    paused_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="consultant_may_invite_known", condition=Q(may_invite__in=MayInvite.values)
            ),
        )

    def __str__(self) -> str:
        return f"consultant {self.pk}"


def new_order_key() -> int:
    """Return a random place in lists, so that their order says nothing about anybody."""
    return secrets.randbits(62)


def audience() -> Any:
    """One item's audience; every item starts hidden."""
    return models.SmallIntegerField(choices=Audience, default=Audience.ONLY_ME, db_default=0)


class Profile(models.Model):
    """One row with every item and, for each, its audience. Others read it through `profile_seen`."""

    consultant = models.OneToOneField(
        Consultant, models.PROTECT, primary_key=True, related_name="profile"
    )
    order_key = models.BigIntegerField(default=new_order_key, unique=True)  # random, never shown

    name = models.CharField(max_length=60, blank=True)
    pronouns = models.CharField(max_length=30, blank=True)
    introduction = models.TextField(max_length=1500, blank=True)
    expertise = ArrayField(models.SmallIntegerField(choices=Expertise), default=list)
    languages = ArrayField(models.SmallIntegerField(choices=Language), default=list)
    region = models.SmallIntegerField(choices=Region, null=True)
    rate = models.IntegerField(null=True)  # for an hour, minor units of USD
    availability = models.SmallIntegerField(choices=Availability, null=True)
    photo = models.CharField(max_length=60, blank=True)  # a random name in storage
    past_work = models.TextField(max_length=3000, blank=True)
    reference = models.TextField(max_length=1500, blank=True)
    statement = models.TextField(max_length=3000, blank=True)
    email = models.BinaryField(default=bytes)  # sealed, as the next three
    phone = models.BinaryField(default=bytes)
    legal_name = models.BinaryField(default=bytes)
    address = models.BinaryField(default=bytes)

    name_audience = audience()
    pronouns_audience = audience()
    introduction_audience = audience()
    expertise_audience = audience()
    languages_audience = audience()
    region_audience = audience()
    rate_audience = audience()
    availability_audience = audience()
    photo_audience = audience()
    past_work_audience = audience()
    reference_audience = audience()
    statement_audience = audience()
    email_audience = audience()
    phone_audience = audience()
    legal_name_audience = audience()
    address_audience = audience()

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    name=f"profile_{item.name}_audience_known",
                    condition=Q(**{f"{item.name}_audience__range": (0, 5)}),
                )
                for item in ITEMS
            ),
            models.CheckConstraint(
                name="profile_rate_is_pay", condition=Q(rate__isnull=True) | Q(rate__gt=0)
            ),
        )

    def __str__(self) -> str:
        return f"profile {self.pk}"
