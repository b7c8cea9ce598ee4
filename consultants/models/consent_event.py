"""The consent ledger: what each consultant was asked, gave, changed and stopped, one chain a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultants.consent_scope import Use
from consultants.items import ITEMS
from consultants.models.profile import Consultant
from core.states import Actor

CODE_WORD = r"^[a-z0-9_.-]*$"  # what a hashed text may hold: never the sign between two fields
SHA256 = r"^[0-9a-f]{64}$"


class ConsentStep(models.TextChoices):
    """What can happen to consent, as its owner reads it."""

    ASKED = "asked", _("An organization asked")
    TAKEN_BACK = "taken_back", _("An organization took its question back")
    ANSWERED = "answered", _("You answered")
    GIVEN = "given", _("Permission given")
    NARROWED = "narrowed", _("Permission made smaller")
    EXTENDED = "extended", _("Permission made longer")
    STOPPED = "stopped", _("Permission stopped")
    EXPIRED = "expired", _("Permission ended by itself")
    DELETION_ASKED = "deletion_asked", _("You asked them to delete what they kept")
    DELETION_ANSWERED = "deletion_answered", _("They answered about what they kept")
    BLOCKED = "blocked", _("Organization blocked")
    UNBLOCKED = "unblocked", _("Organization not blocked any more")
    PERSON_BLOCKED = "person_blocked", _("Person blocked")
    PERSON_UNBLOCKED = "person_unblocked", _("Person not blocked any more")
    PAUSED = "paused", _("Everything paused")
    CAME_BACK = "came_back", _("Pause ended")
    AUDIENCE = "audience", _("Who can see an item changed")
    MAY_INVITE = "may_invite", _("Who may invite you changed")


BY_ORGANIZATIONS = (ConsentStep.ASKED, ConsentStep.TAKEN_BACK, ConsentStep.DELETION_ANSWERED)
BY_CONSULTANTS = tuple(
    one for one in ConsentStep if one not in (*BY_ORGANIZATIONS, ConsentStep.EXPIRED)
)


class ConsentEvent(models.Model):
    """One step of consent. Written by `record_consent` alone; never changed, never deleted."""

    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="consent_events")
    number = models.IntegerField()  # 1, 2, 3 … for each consultant
    name = models.CharField(max_length=20, choices=ConsentStep)
    by = models.CharField(max_length=20, choices=Actor)
    # plain numbers: the history must stand whatever happens to the rows that it names
    actor_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)  # the account that was blocked
    consent_id = models.BigIntegerField(null=True)
    request_id = models.BigIntegerField(null=True)
    items = models.IntegerField(default=0, db_default=0)  # bit i = item i (consultants/items.py)
    uses = models.SmallIntegerField(default=0, db_default=0)  # the sum of scope.Use values
    level = models.SmallIntegerField(null=True)  # the audience, or who may invite, from then on
    purpose = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(null=True)
    words = models.BinaryField(
        default=bytes
    )  # as they were shown; sealed, since people's own words are in them
    language = models.CharField(max_length=10, blank=True)
    wording = models.CharField(max_length=20, blank=True)  # the version of our sentences
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)  # the hash before; none before the first
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        indexes = (
            models.Index(
                fields=["consent_id"],
                name="consent_event_consent",
                condition=Q(consent_id__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["consultant", "number"], name="consent_event_number"),
            models.UniqueConstraint(
                fields=["consent_id"],
                name="consent_event_expires_once",
                condition=Q(name="expired"),
            ),
            models.CheckConstraint(
                name="consent_event_first_has_none_before",
                condition=Q(number=1, previous="") | Q(number__gt=1, previous__regex=SHA256),
            ),
            models.CheckConstraint(
                name="consent_event_hash_is_sha256", condition=Q(hash__regex=SHA256)
            ),
            models.CheckConstraint(
                name="consent_event_side_fits",
                condition=Q(
                    name__in=[one.value for one in BY_ORGANIZATIONS],
                    by=Actor.ORGANIZATION,
                    organization_id__isnull=False,
                )
                | Q(name=ConsentStep.EXPIRED, by=Actor.TIMER, consent_id__isnull=False)
                | Q(name__in=[one.value for one in BY_CONSULTANTS], by=Actor.CONSULTANT),
            ),
            models.CheckConstraint(
                name="consent_event_actor_known",
                condition=Q(by=Actor.TIMER, actor_id=None)
                | (~Q(by=Actor.TIMER) & Q(actor_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="consent_event_names_items",
                condition=Q(items__range=(0, (1 << len(ITEMS)) - 1))
                & Q(uses__range=(0, sum(Use.values))),
            ),
            models.CheckConstraint(
                name="consent_event_texts_are_codes",
                condition=Q(purpose__regex=CODE_WORD, language__regex=CODE_WORD)
                & Q(wording__regex=CODE_WORD),
            ),
        )

    def __str__(self) -> str:
        return f"consent event {self.pk}"


class ConsentHead(models.Model):
    """Where a consultant's chain ends, so that a cut tail is found. Writers of one chain queue on it."""

    consultant = models.OneToOneField(
        Consultant, models.PROTECT, primary_key=True, related_name="consent_head"
    )
    number = models.IntegerField()
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="consent_head_is_a_hash",
                condition=Q(number=0, hash="") | Q(number__gt=0, hash__regex=SHA256),
            ),
        )

    def __str__(self) -> str:
        return f"consent head {self.pk}"
