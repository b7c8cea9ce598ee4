"""Asking somebody into a team: one mail to an address of the organization, one link, used once."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signup.services import create_member
from core import clock, events, outbox
from core.errors import NotAllowed, Refused
from core.permissions import require
from core.states import Actor, move
from organizations.models import (
    Membership,
    Organization,
    TeamInvitation,
)
from organizations.permissions import can_manage_team, is_at
from organizations.states import TeamInvitationState
from organizations.team.services import lock_team, role_in_words, tell_owners

LASTS = timedelta(days=7)
MOST_A_DAY = 20


@transaction.atomic
def invite(
    organization: Organization, *, actor: User, email: str, role: str, limited: bool = False
) -> TeamInvitation:
    """Mail a link to an address of the organization; an earlier link to it stops working."""
    organization = lock_team(organization.pk)
    require(can_manage_team(actor, organization))
    if not organization.is_checked:
        raise Refused(_("You can invite people as soon as your organization is checked."))
    if not is_at(email, organization.domain):
        raise Refused(_("Use an address of your organization."))
    _require_quota(organization)
    _take_back_waiting(organization, email=email, actor=actor)
    invitation = TeamInvitation.objects.create(
        organization=organization,
        email=email.lower(),
        role=role,
        limited=limited,
        invited_by=actor,
        ends_at=clock.now() + LASTS,
    )
    after = role_in_words(role, limited)
    events.record(invitation, "invited", by=Actor.ORGANIZATION, actor=actor, after=after)
    outbox.enqueue("organizations.mail_invitation", invitation=invitation.pk)
    return invitation


@transaction.atomic
def withdraw(invitation: TeamInvitation, *, actor: User) -> TeamInvitation:
    """Make a link useless before it is used. Twice is once."""
    organization = lock_team(invitation.organization_id)
    require(can_manage_team(actor, organization))
    invitation = TeamInvitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state == TeamInvitationState.USED:
        raise Refused(_("This person has joined already. You can remove them from the team."))
    if invitation.state != TeamInvitationState.WITHDRAWN:
        move(invitation, TeamInvitationState.WITHDRAWN, by=Actor.ORGANIZATION, actor=actor)
    return invitation


@transaction.atomic
def open_account(
    invitation: TeamInvitation, *, password: str, language: str, name: str, title: str
) -> User:
    """Make the account of an invited address and take it into the team, in one step."""
    user = create_member(invitation.email, password=password, language=language)
    join(invitation, actor=user, name=name, title=title)
    return user


@transaction.atomic
def join(invitation: TeamInvitation, *, actor: User, name: str, title: str) -> Membership:
    """Take the invited person into the team; a link works once, and only for its own address."""
    require(actor.is_member and actor.email.lower() == invitation.email.lower())
    organization = lock_team(invitation.organization_id)
    User.objects.select_for_update().get(pk=actor.pk)
    invitation = _lock_usable(invitation)
    if Membership.objects.filter(user=actor).exists():
        raise Refused(_("Your account belongs to an organization already. Leave that team first."))
    if not (organization.is_checked and is_at(actor.email, organization.domain)):
        raise Refused(_("This team can't take in people now. Ask who invited you."))
    membership = Membership.objects.create(
        organization=organization,
        user=actor,
        name=name,
        title=title,
        role=invitation.role,
        limited=invitation.limited,
    )
    move(invitation, TeamInvitationState.USED, by=Actor.ORGANIZATION, actor=actor)
    after = role_in_words(membership.role, membership.limited)
    events.record(membership, "joined", by=Actor.ORGANIZATION, actor=actor, after=after)
    tell_owners(organization, but=actor)
    return membership


def _lock_usable(invitation: TeamInvitation) -> TeamInvitation:
    rows = TeamInvitation.objects.select_for_update()
    found = rows.filter(
        pk=invitation.pk, state=TeamInvitationState.SENT, ends_at__gt=clock.now()
    ).first()
    if found is None:
        raise NotAllowed
    return found


def _take_back_waiting(organization: Organization, *, email: str, actor: User) -> None:
    waiting = TeamInvitation.objects.select_for_update().filter(
        organization=organization, email__iexact=email, state=TeamInvitationState.SENT
    )
    for earlier in waiting:
        move(earlier, TeamInvitationState.WITHDRAWN, by=Actor.ORGANIZATION, actor=actor)


def _require_quota(organization: Organization) -> None:
    since = clock.now() - timedelta(days=1)
    sent = TeamInvitation.objects.filter(organization=organization, sent_at__gt=since)
    if sent.count() >= MOST_A_DAY:
        raise Refused(_("You sent many invitations today. Send more tomorrow."))
