"""Blocking an organization or one person: it overrides everything, at once, and nobody is told."""

from django.db import connection, transaction

from accounts.models import User
from consultants import consent_log, consent_words
from consultants.models import ConsentStep, Consultant, Standing
from core.permissions import require
from organizations.models import Organization


def blocked_by(user_id: int) -> set[int]:
    """Return the organizations that the acting consultant blocks; of others it names none."""
    rows = Standing.objects.filter(consultant__user_id=user_id, blocked=True)
    return set(rows.values_list("organization_id", flat=True))


@transaction.atomic
def block(consultant: Consultant, *, organization: Organization, actor: User) -> None:
    """Show this organization nothing from now on, whatever was shared with it before."""
    require(consultant.user_id == actor.pk)
    _set_block(organization, is_blocked=True)
    consent_log.record(
        consultant, ConsentStep.BLOCKED, actor=actor, organization=organization,
        words=consent_words.blocked(organization),
    )  # fmt: skip


@transaction.atomic
def unblock(consultant: Consultant, *, organization: Organization, actor: User) -> None:
    """Let the settings hold for this organization again."""
    require(consultant.user_id == actor.pk)
    _set_block(organization, is_blocked=False)
    consent_log.record(
        consultant, ConsentStep.UNBLOCKED, actor=actor, organization=organization,
        words=consent_words.unblocked(organization),
    )  # fmt: skip


@transaction.atomic
def block_person(consultant: Consultant, *, person: User, actor: User, called: str = "") -> None:
    """Show this person nothing from now on, wherever they work, while they are signed in.

    `called` is how the consultant finds them in their own list, also after they moved on.
    """
    require(consultant.user_id == actor.pk)
    _set_person_block(person, is_blocked=True, called=called)
    consent_log.record(
        consultant, ConsentStep.PERSON_BLOCKED, actor=actor, person=person,
        words=consent_words.person_blocked(person),
    )  # fmt: skip


@transaction.atomic
def unblock_person(consultant: Consultant, *, person: User, actor: User) -> None:
    """Let the settings hold for this person again."""
    require(consultant.user_id == actor.pk)
    _set_person_block(person, is_blocked=False)
    consent_log.record(
        consultant, ConsentStep.PERSON_UNBLOCKED, actor=actor, person=person,
        words=consent_words.person_unblocked(person),
    )  # fmt: skip


def _set_person_block(person: User, *, is_blocked: bool, called: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_person_block(%s, %s, %s)", [person.pk, is_blocked, called])


def _set_block(organization: Organization, *, is_blocked: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_block(%s, %s)", [organization.pk, is_blocked])
