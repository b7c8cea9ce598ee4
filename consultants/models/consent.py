"""What a consultant permitted to whom, what was asked for, and what must be deleted afterwards."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultants.consent_scope import (
    LONGEST_OUTPUT,
    LONGEST_PURPOSE,
    LONGEST_RECIPIENTS,
    MOST_USES,
    Channel,
    Purpose,
    Use,
    uses_in,
)
from consultants.items import ITEMS, names_in
from consultants.models.profile import Consultant
from consultants.states import REQUEST_MOVES, RequestState
from core import clock
from core.codes import CodeField
from core.states import Moving
from organizations.models import Organization

ALL_ITEMS = (1 << len(ITEMS)) - 1
ALL_USES = sum(Use.values)


class Covering(models.Model):
    """The columns that name items of a profile, and uses beyond it."""

    items = models.IntegerField(default=0)  # bit i = item i (consultants/items.py)
    uses = models.SmallIntegerField(default=0, db_default=0)  # the sum of its Use values

    class Meta:
        abstract = True

    @property
    def item_names(self) -> tuple[str, ...]:
        """The items it names, in the usual order."""
        return names_in(self.items)

    @property
    def use_list(self) -> tuple[Use, ...]:
        """The uses it names, in the usual order."""
        return uses_in(self.uses)


class Scoped(Covering):
    """The columns of a scope: items × uses × purpose × channel. (See `consultants/scope.py`.)"""

    purpose = models.CharField(max_length=20, choices=Purpose)
    purpose_text = models.CharField(max_length=LONGEST_PURPOSE, blank=True, db_default="")
    recipients = models.CharField(max_length=LONGEST_RECIPIENTS, blank=True, db_default="")
    channel = models.CharField(
        max_length=10, choices=Channel, default=Channel.HERE, db_default=Channel.HERE
    )
    output = models.CharField(max_length=LONGEST_OUTPUT, blank=True, db_default="")
    uses_allowed = models.SmallIntegerField(null=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(class)s_covers_something",
                condition=Q(items__range=(0, ALL_ITEMS), uses__range=(0, ALL_USES))
                & (Q(items__gt=0) | Q(uses__gt=0)),
            ),
            models.CheckConstraint(
                name="%(class)s_words_known",
                condition=Q(purpose__in=Purpose.values, channel__in=Channel.values),
            ),
            models.CheckConstraint(
                name="%(class)s_uses_in_an_output",
                condition=Q(uses=0, output="", uses_allowed=None)
                | (Q(uses__gt=0, uses_allowed__range=(1, MOST_USES)) & ~Q(output="")),
            ),
        )


class ConsentRequest(Scoped, Moving):
    """An organization asks a consultant. It reads its own only through `SentRequest`, which hides a no."""

    MOVES = REQUEST_MOVES

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="consent_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    state = models.CharField(max_length=15, choices=RequestState, default=RequestState.OPEN)
    asked_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()  # no answer until then is no
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["consultant"], name="request_consultant"),
            models.Index(fields=["organization", "asked_at"], name="request_organization"),
        )
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="request_state_known", condition=Q(state__in=RequestState.values)
            ),
            models.CheckConstraint(
                name="request_ends_later", condition=Q(ends_at__gt=F("asked_at"))
            ),
            models.CheckConstraint(
                name="request_until_within_three_years",
                condition=Q(until__gt=F("asked_at"))
                & Q(until__lte=F("asked_at") + timedelta(days=1096)),
            ),
            models.UniqueConstraint(
                fields=["organization", "consultant"],
                name="request_once_open",
                condition=Q(state="open"),
            ),
        )

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether it can be answered now."""
        return self.state == RequestState.OPEN and self.ends_at > clock.now()


class SentRequest(Scoped):
    """A request as its sender sees it: a view in which a no looks like no answer yet."""

    class Standing(models.TextChoices):
        WAITING = "waiting", _("No answer yet")
        SHARED = "shared", _("Shared with you")
        NOT_SHARED = "not_shared", _("Not shared")
        WITHDRAWN = "withdrawn", _("Taken back")

    code = models.CharField(max_length=22)
    organization = models.ForeignKey(Organization, models.DO_NOTHING, related_name="+")
    consultant = models.ForeignKey(Consultant, models.DO_NOTHING, related_name="+")
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    standing = models.CharField(max_length=15, choices=Standing)

    class Meta:
        managed = False
        db_table = "consultants_sentrequest"

    def __str__(self) -> str:
        return f"sent request {self.pk}"


class Consent(Scoped):
    """What a consultant gave to one organization. It may shrink, end sooner or later; it is never deleted."""

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="consents")
    consultant = models.ForeignKey(Consultant, models.PROTECT, related_name="consents")
    request = models.OneToOneField(
        ConsentRequest, models.PROTECT, null=True, related_name="consent"
    )
    assigned_only = models.BooleanField(default=False, db_default=False)  # not for everybody there
    valid_from = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # that it ends soon

    class Meta:
        indexes = (
            models.Index(fields=["consultant"], name="consent_consultant"),
            models.Index(
                fields=["organization", "consultant"],
                name="consent_pair",
                condition=Q(stopped_at=None),
            ),
        )
        constraints = (
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                name="consent_ends_within_three_years",
                condition=Q(valid_until__gt=F("valid_from"))
                & Q(valid_until__lte=F("valid_from") + timedelta(days=1096)),
            ),
        )

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def is_on(self) -> bool:
        """Whether it is in force now."""
        return self.stopped_at is None and self.valid_until > clock.now()


class ConsentUse(models.Model):
    """One time that an organization used what a permission beyond the profile allowed."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="times_used")
    used_on = models.DateField()
    where = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(name="consentuse_says_where", condition=~Q(where="")),
        )

    def __str__(self) -> str:
        return f"use {self.pk}"


class Takedown(Covering):
    """After a permission was stopped or covers less: the organization is asked to delete what it kept of it."""

    class Answer(models.TextChoices):
        DELETED = "deleted", _("We deleted it")
        NOTHING_KEPT = "nothing_kept", _("We kept nothing")
        MUST_KEEP = "must_keep", _("A law makes us keep it")

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="takedowns")
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answer = models.CharField(max_length=15, choices=Answer, blank=True)
    note = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="takedown_answer_known",
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=["deleted", "nothing_kept", "must_keep"], answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="takedown_law_is_named", condition=~Q(answer="must_keep", note="")
            ),
        )

    def __str__(self) -> str:
        return f"takedown {self.pk}"

    @property
    def output(self) -> str:
        """The output that was named, while it still is."""
        return self.consent.output if self.uses else ""
