"""The consultant, the profile with an audience for each item, and what was permitted to whom."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultants.items import ITEMS, Audience, Tie
from core.codes import CodeField, new_code
from organizations.models import Organization


class Expertise(models.IntegerChoices):
    """The neutral taxonomy of expertise; nothing here names a kind of exploitation."""

    POLICY_REVIEW = 1, _("Policy review")
    TRAINING = 2, _("Training")
    SPEAKING = 3, _("Speaking")
    CURRICULUM = 4, _("Curriculum")
    RESEARCH = 5, _("Research advice")
    EVALUATION = 6, _("Evaluation")
    FACILITATION = 7, _("Facilitation")
    PEER_SUPPORT = 8, _("Peer support design")
    WRITING = 9, _("Writing and editing")
    INTERPRETING = 10, _("Language and culture")


class Language(models.IntegerChoices):
    """Languages a consultant can work in."""

    ENGLISH = 1, _("English")
    SPANISH = 2, _("Spanish")
    FRENCH = 3, _("French")
    PORTUGUESE = 4, _("Portuguese")
    HAITIAN_CREOLE = 5, _("Haitian Creole")
    ARABIC = 6, _("Arabic")
    CHINESE = 7, _("Chinese")
    RUSSIAN = 8, _("Russian")
    TAGALOG = 9, _("Tagalog")
    VIETNAMESE = 10, _("Vietnamese")
    THAI = 11, _("Thai")
    HINDI = 12, _("Hindi")
    SIGN_LANGUAGE = 13, _("A sign language")
    OTHER = 99, _("Another language")


class Region(models.IntegerChoices):
    """Coarse on purpose: never a town."""

    NORTHEAST = 1, _("Northeast US")
    SOUTH = 2, _("South US")
    MIDWEST = 3, _("Midwest US")
    WEST = 4, _("West US")
    TERRITORIES = 5, _("US territories")
    CANADA = 6, _("Canada")
    LATIN_AMERICA = 7, _("Latin America and the Caribbean")
    EUROPE = 8, _("Europe")
    ELSEWHERE = 9, _("Elsewhere")


class Availability(models.IntegerChoices):
    """When a consultant can take work."""

    NOW = 1, _("Now")
    SOON = 2, _("Within a month")
    LATER = 3, _("Later")
    NOT_NOW = 4, _("Not at the moment")


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
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="consultant_may_invite_known", condition=Q(may_invite__in=MayInvite.values)
            ),
        )

    def __str__(self) -> str:
        return f"consultant {self.pk}"


def audience() -> Any:
    """One item's audience; every item starts hidden."""
    return models.SmallIntegerField(choices=Audience, default=Audience.ONLY_ME, db_default=0)


class Profile(models.Model):
    """One row with every item and, for each, its audience. Others read it through `profile_seen`."""

    consultant = models.OneToOneField(
        Consultant, models.PROTECT, primary_key=True, related_name="profile"
    )
    order_key = models.CharField(
        max_length=22, default=new_code, unique=True
    )  # opaque, never shown

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


class Permission(models.Model):
    """What a consultant gave: one organization × items × purpose × time. Stopped, never deleted."""

    class Purpose(models.TextChoices):
        GETTING_TO_KNOW = "getting_to_know", _("To see whether we work together")
        WORK = "work", _("For work that we agreed")
        OTHER = "other", _("Something else")

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="permissions")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="permissions")
    items = models.IntegerField()  # bit i = item i (consultants/items.py)
    assigned_only = models.BooleanField(default=False, db_default=False)  # not for everybody there
    purpose = models.CharField(max_length=20, choices=Purpose)
    purpose_text = models.CharField(max_length=500, blank=True, db_default="")
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["consultant"], name="permission_consultant"),
            models.Index(
                fields=["organization", "consultant"],
                name="permission_pair",
                condition=Q(stopped_at=None),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="permission_names_items", condition=Q(items__gt=0, items__lt=1 << len(ITEMS))
            ),
            models.CheckConstraint(
                name="permission_ends_within_three_years",
                condition=Q(valid_until__gt=F("valid_from"))
                & Q(valid_until__lte=F("valid_from") + timedelta(days=1096)),
            ),
            models.CheckConstraint(
                name="permission_purpose_known",
                condition=Q(purpose__in=["getting_to_know", "work", "other"]),
            ),
        )

    def __str__(self) -> str:
        return f"permission {self.pk}"


class Standing(models.Model):
    """What is in force between one organization and one consultant, written by triggers and definer functions."""

    pk = models.CompositePrimaryKey("organization", "consultant")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="+")
    blocked = models.BooleanField(default=False, db_default=False)
    tie = models.SmallIntegerField(null=True, choices=Tie)
    name_until = models.DateTimeField(null=True)
    pronouns_until = models.DateTimeField(null=True)
    introduction_until = models.DateTimeField(null=True)
    expertise_until = models.DateTimeField(null=True)
    languages_until = models.DateTimeField(null=True)
    region_until = models.DateTimeField(null=True)
    rate_until = models.DateTimeField(null=True)
    availability_until = models.DateTimeField(null=True)
    photo_until = models.DateTimeField(null=True)
    past_work_until = models.DateTimeField(null=True)
    reference_until = models.DateTimeField(null=True)
    statement_until = models.DateTimeField(null=True)
    email_until = models.DateTimeField(null=True)
    phone_until = models.DateTimeField(null=True)
    legal_name_until = models.DateTimeField(null=True)
    address_until = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["consultant"], name="standing_consultant"),)
        constraints = (
            models.CheckConstraint(
                name="standing_tie_known", condition=Q(tie__isnull=True) | Q(tie__in=Tie.values)
            ),
        )

    def __str__(self) -> str:
        return f"standing {self.organization_id} {self.consultant_id}"
