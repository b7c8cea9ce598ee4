"""Checks of organizations: what was shown, who vouches, and who decided. All of it is kept for good."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.codes import CodeField
from core.states import Moving
from organizations.models.organization import Kind, Organization
from organizations.states import VERIFICATION_MOVES, VOUCH_MOVES, VerificationState, VouchState


def new_token() -> str:
    """Return what an organization puts into its domain's records to show that the domain is its own."""
    return secrets.token_hex(16)


class Proof(models.TextChoices):
    """The kinds of proof that an organization is real. Three different ones are needed."""

    DNS = "dns", _("Its website, and a record in its domain")
    REGISTER = "register", _("A public register")
    CALL_BACK = "call_back", _("A call to a number that we found ourselves")
    SPONSOR = "sponsor", _("A fiscal sponsor that is checked itself")
    KNOWN = "known", _("Two checked organizations that know it")


class DnsState(models.TextChoices):
    """What the last look into a domain's records found."""

    NOT_LOOKED = "not_looked", _("Not looked for yet")
    ASKED = "asked", _("We are looking")
    FOUND = "found", pgettext_lazy("proof", "Found")
    MISSING = "missing", _("There is no such record")
    OTHER = "other", _("There is a record, with another text")
    NO_DOMAIN = "no_domain", _("The domain does not exist")
    ELSEWHERE = "elsewhere", _("The name points to another domain")
    NO_ANSWER = "no_answer", _("The domain's servers did not answer")


class EndReason(models.TextChoices):
    """Why a check ended before or at its time."""

    LAPSED = "lapsed", _("12 months have passed")
    NAME = "name", _("The name changed")
    DOMAIN = "domain", _("The website changed")
    OWNER = "owner", _("There is a new owner")
    REPLACED = "replaced", _("A newer check took its place")
    TAKEN_BACK = "taken_back", _("We took it back")


class Verification(Moving):
    """One check of an organization, from the asking to its end; a later one is another row."""

    MOVES = VERIFICATION_MOVES

    code = CodeField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="checks")
    state = models.CharField(
        max_length=10, choices=VerificationState, default=VerificationState.WAITING
    )
    name = models.CharField(max_length=120)  # as it is checked; a changed one needs a new check
    domain = models.CharField(max_length=120)
    token = models.CharField(max_length=32, default=new_token)
    dns_state = models.CharField(max_length=12, choices=DnsState, default=DnsState.NOT_LOOKED)
    dns_looked_at = models.DateTimeField(null=True)
    register_said = models.CharField(_("public register"), max_length=120, blank=True)
    number_said = models.CharField(_("number in it"), max_length=60, blank=True)
    kind = models.CharField(max_length=15, choices=Kind, blank=True)
    proofs = ArrayField(models.CharField(max_length=10), default=list)  # written by the database
    reason = models.TextField(max_length=1000, blank=True)  # the organization reads it
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # the team knows that it ended

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="check_state_known", condition=Q(state__in=VerificationState.values)
            ),
            models.CheckConstraint(
                name="check_says_until_when",
                condition=~Q(state="checked")
                | Q(until__isnull=False, decided_at__isnull=False) & ~Q(kind=""),
            ),
            models.CheckConstraint(
                name="check_declined_says_why",
                condition=~Q(state="declined") | ~Q(reason="") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="check_ended_says_why",
                condition=~Q(state="ended") | ~Q(end_reason="") & Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="check_taken_back_says_why",
                condition=~Q(end_reason="taken_back") | ~Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state="waiting"), name="check_one_waiting"
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state="checked"), name="check_one_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"check {self.pk}"


class VerificationProof(models.Model):
    """What an administrator found: a register's entry, or that a call was answered."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="proofs_noted")
    kind = models.CharField(
        max_length=10,
        choices=[(one.value, one.label) for one in (Proof.REGISTER, Proof.CALL_BACK)],
    )
    source = models.CharField(max_length=120)  # which register; where the number was found
    number = models.CharField(max_length=60, blank=True)  # in the register; never a telephone's
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["verification", "kind"], name="proof_of_a_kind_once"),
            models.CheckConstraint(
                name="proof_is_complete",
                condition=~Q(source="")
                & (Q(kind="register") & ~Q(number="") | Q(kind="call_back", number="")),
            ),
        )

    def __str__(self) -> str:
        return f"proof {self.pk}"


class Vouch(Moving):
    """A checked organization's answer to the question whether it knows the one being checked."""

    MOVES = VOUCH_MOVES

    class As(models.TextChoices):
        SPONSOR = "sponsor", _("It is our fiscal sponsor")
        KNOWS = "knows", _("It knows us")

    code = CodeField()
    verification = models.ForeignKey(Verification, models.PROTECT, related_name="vouches")
    by = models.ForeignKey(Organization, models.PROTECT, related_name="vouches_asked")
    role = models.CharField(max_length=10, choices=As)
    state = models.CharField(max_length=10, choices=VouchState, default=VouchState.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="vouch_state_known", condition=Q(state__in=VouchState.values)
            ),
            models.CheckConstraint(
                name="vouch_role_known", condition=Q(role__in=["sponsor", "knows"])
            ),
            models.CheckConstraint(
                name="vouch_answered_by_somebody",
                condition=Q(state="asked")
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["verification", "by"], name="vouch_of_an_organization_once"
            ),
        )

    def __str__(self) -> str:
        return f"vouch {self.pk}"


class VerificationDecision(models.Model):
    """What one administrator decided; two different ones must find that it is real."""

    class Decision(models.TextChoices):
        REAL = "real", _("It is real")
        NOT_REAL = "not_real", _("Not shown to be real")

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=10, choices=Decision)
    kind = models.CharField(max_length=15, choices=Kind)
    note = models.TextField(max_length=1000, blank=True)  # for the desk
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["verification", "decided_by"], name="decision_of_a_person_once"
            ),
            models.CheckConstraint(
                name="decision_known",
                condition=Q(decision__in=["real", "not_real"], kind__in=Kind.values),
            ),
        )

    def __str__(self) -> str:
        return f"decision {self.pk}"


class LookAlike(models.Model):
    """Two organizations that one could take for each other, noticed when a check was asked for."""

    class Why(models.TextChoices):
        NAME = "name", _("The names look alike")
        DOMAIN = "domain", _("The websites look alike")

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="alikes")
    other = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    why = models.CharField(max_length=10, choices=Why)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["verification", "other"], name="look_alike_noted_once"),
            models.CheckConstraint(
                name="look_alike_why_known", condition=Q(why__in=["name", "domain"])
            ),
        )

    def __str__(self) -> str:
        return f"look-alike {self.pk}"
