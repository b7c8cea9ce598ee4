"""How work begins: a consultant shows interest, or an organization invites; the other says yes or not."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import consent
from consultants.blocks import block, blocked_by
from consultants.items import NAME
from consultants.models import Consultant, Permission
from consultants.permissions_given import give, stop
from consultants.scope import Purpose, Scope
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.joining import quota
from engagements.models import Engagement, Interest, Invitation, Posting
from engagements.parties import tell_side
from engagements.states import (
    INTEREST_MOVES,
    INVITATION_MOVES,
    EngagementState,
    InterestState,
    InvitationState,
    PostingState,
    Side,
)
from engagements.ties import renew_tie, renew_tie_of
from notices.services import tell
from organizations.permissions import MAY_ARRANGE
from organizations.services import people_of

INVITATION_LASTS = timedelta(days=14)
ALIVE = (EngagementState.TALKING, EngagementState.WORKING)
LOOK_UNANSWERED = (InvitationState.SENT, InvitationState.DECLINED)


@transaction.atomic
def show_interest(
    posting: Posting, *, actor: User, items: frozenset[str], note: str = ""
) -> Interest:
    """Tell the organization, and let those there who take part see the chosen items; twice is once."""
    require(actor.is_consultant)
    posting = _open_posting(posting)
    consultant = Consultant.objects.select_for_update().get(user=actor)
    if found := _open_interests(posting, consultant).first():
        return found
    if consultant.paused_at is not None:
        raise Refused(_("You are paused: nobody would see you. Come back first, under Sharing."))
    if posting.organization_id in blocked_by(actor.pk):
        raise Refused(_("You block this organization. Take the block away first, under Sharing."))
    _require_nothing_begun(posting, consultant)
    permission = give(
        consultant,
        organization=posting.organization,
        scope=Scope(items=items | {NAME.name}, purpose=Purpose.GETTING_TO_KNOW, assigned_only=True),
        actor=actor,
    )
    interest = Interest.objects.create(
        posting=posting, consultant=consultant, note=note, permission=permission
    )
    events.record(interest, "sent", by=Actor.CONSULTANT, actor=actor)
    renew_tie_of(posting.organization_id, consultant.pk)
    _tell_team(posting)
    return interest


@transaction.atomic
def withdraw_interest(interest: Interest, *, actor: User) -> Interest:
    """Take an interest back; what was shown for it stops when nothing else binds the two."""
    interest = _lock_interest(interest)
    require(interest.consultant.user_id == actor.pk)
    if interest.state != InterestState.WITHDRAWN:
        move(
            interest,
            InterestState.WITHDRAWN,
            moves=INTEREST_MOVES,
            by=Actor.CONSULTANT,
            actor=actor,
        )
        organization_id = interest.posting.organization_id
        if renew_tie_of(organization_id, interest.consultant_id) is None:
            _stop_showing(interest.consultant, organization_id=organization_id, actor=actor)
    return interest


@transaction.atomic
def answer_interest(interest: Interest, *, actor: User) -> Engagement:
    """Say "let's talk": the work's room opens for both. Twice is once."""
    interest = _lock_interest(interest)
    posting = interest.posting
    require(permissions.can_arrange(actor, posting))
    if interest.state == InterestState.ANSWERED:
        return _room_of(posting, interest.consultant)
    if interest.state == InterestState.WITHDRAWN:
        raise Refused(_("This interest was taken back."))
    if not posting.organization.is_checked:
        raise Refused(_("You can answer as soon as your organization is checked."))
    by = Actor.ORGANIZATION
    move(interest, InterestState.ANSWERED, moves=INTEREST_MOVES, by=by, actor=actor)
    engagement = _open_room(posting, interest.consultant, by=by, actor=actor)
    tell_side(engagement, Side.CONSULTANT)
    return engagement


@transaction.atomic
def invite(
    posting: Posting, *, consultant: Consultant, actor: User, message: str = ""
) -> Invitation:
    """Ask one person who lets this organization invite; anybody else is a missing person. Twice is once."""
    require(permissions.can_arrange(actor, posting))
    posting = _open_posting(posting)
    require(consent.may_invite(consultant.pk))
    consultant = Consultant.objects.select_for_update().get(pk=consultant.pk)
    if found := _unanswered(posting, consultant).first():
        return found
    if _engagements(posting, consultant).exists():
        raise Refused(_("You are in touch with this person about this project already."))
    if _open_interests(posting, consultant).exists():
        raise Refused(_("This person is interested already. You can say: Let's talk."))
    quota.require_room(posting.organization_id)
    invitation = Invitation.objects.create(
        posting=posting,
        consultant=consultant,
        sent_by=actor,
        message=message,
        ends_at=timezone.now() + INVITATION_LASTS,
    )
    events.record(invitation, "sent", by=Actor.ORGANIZATION, actor=actor)
    tell(consultant.user, reverse("invitation", args=[invitation.code]))
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, actor: User) -> Engagement:
    """Say "yes, let's talk": the work's room opens for both. Nothing is agreed by it. Twice is once."""
    invitation = _lock_invitation(invitation)
    require(invitation.consultant.user_id == actor.pk)
    if invitation.state == InvitationState.ACCEPTED:
        return _room_of(invitation.posting, invitation.consultant)
    _require_alive(invitation)
    by = Actor.CONSULTANT
    move(invitation, InvitationState.ACCEPTED, moves=INVITATION_MOVES, by=by, actor=actor)
    engagement = _open_room(invitation.posting, invitation.consultant, by=by, actor=actor)
    tell_side(engagement, Side.ORGANIZATION)
    return engagement


@transaction.atomic
def decline_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Say "no, thank you", without a reason and at no cost; the sender sees the same as for silence."""
    invitation = _lock_invitation(invitation)
    require(invitation.consultant.user_id == actor.pk)
    if invitation.state != InvitationState.DECLINED:
        _require_waiting(invitation)
        move(
            invitation,
            InvitationState.DECLINED,
            moves=INVITATION_MOVES,
            by=Actor.CONSULTANT,
            actor=actor,
        )
    return invitation


@transaction.atomic
def block_from_invitation(invitation: Invitation, *, actor: User) -> None:
    """Say no and block the organization in one step; it is told neither. Twice is once."""
    invitation = _lock_invitation(invitation)
    require(invitation.consultant.user_id == actor.pk)
    if invitation.state == InvitationState.SENT and invitation.ends_at > timezone.now():
        decline_invitation(invitation, actor=actor)
    block(invitation.consultant, organization=invitation.posting.organization, actor=actor)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Take an invitation back; a declined one goes the same way, so trying it tells nothing."""
    invitation = _lock_invitation(invitation)
    require(permissions.can_arrange(actor, invitation.posting))
    if invitation.state == InvitationState.WITHDRAWN:
        return invitation
    if invitation.state == InvitationState.ACCEPTED:
        raise Refused(_("This invitation was accepted. Open the work to go on."))
    if invitation.ends_at <= timezone.now():
        raise Refused(_("This invitation has ended."))
    by = Actor.ORGANIZATION
    move(invitation, InvitationState.WITHDRAWN, moves=INVITATION_MOVES, by=by, actor=actor)
    return invitation


def withdraw_waiting(posting: Posting, *, actor: User) -> None:
    """Take back every invitation of a project that still looks unanswered to its sender."""
    for found in _looking_unanswered(Invitation.objects.filter(posting=posting)):
        invitation = _lock_invitation(found)
        if invitation.state in LOOK_UNANSWERED:
            by = Actor.ORGANIZATION
            move(invitation, InvitationState.WITHDRAWN, moves=INVITATION_MOVES, by=by, actor=actor)


def expire_invitations() -> int:
    """End every invitation whose time has passed; returns how many. May run twice without harm."""
    ended = 0
    late = Invitation.objects.filter(state=InvitationState.SENT, ends_at__lte=Now())
    for found in late:
        with transaction.atomic():
            invitation = _lock_invitation(found)
            if invitation.state == InvitationState.SENT:
                move(invitation, InvitationState.EXPIRED, moves=INVITATION_MOVES, by=Actor.TIMER)
                ended += 1
    return ended


def _open_room(posting: Posting, consultant: Consultant, *, by: Actor, actor: User) -> Engagement:
    """Return the one live engagement of the two on this posting, made if there is none."""
    Consultant.objects.select_for_update().get(pk=consultant.pk)
    found = _engagements(posting, consultant).first()
    if found is not None:
        return found
    engagement = Engagement.objects.create(
        posting=posting, organization_id=posting.organization_id, consultant=consultant
    )
    events.record(engagement, "opened", by=by, actor=actor)
    renew_tie(engagement)
    return engagement


def _engagements(posting: Posting, consultant: Consultant) -> QuerySet[Engagement]:
    return Engagement.objects.filter(posting=posting, consultant=consultant, state__in=ALIVE)


def _room_of(posting: Posting, consultant: Consultant) -> Engagement:
    """Return the work that a yes had opened, also when it has ended: a late press opens nothing new."""
    rows = Engagement.objects.filter(posting=posting, consultant=consultant)
    return rows.order_by("-pk")[0]


def _open_interests(posting: Posting, consultant: Consultant) -> QuerySet[Interest]:
    rows = Interest.objects.filter(posting=posting, consultant=consultant)
    return rows.filter(state=InterestState.SENT)


def _unanswered(posting: Posting, consultant: Consultant) -> QuerySet[Invitation]:
    """Invitations that look unanswered to the sender: a no must not show by a second try."""
    rows = Invitation.objects.filter(posting=posting, consultant=consultant)
    return _looking_unanswered(rows)


def _looking_unanswered(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return rows.filter(state__in=LOOK_UNANSWERED, ends_at__gt=Now())


def _require_nothing_begun(posting: Posting, consultant: Consultant) -> None:
    if _engagements(posting, consultant).exists():
        raise Refused(_("You are in touch about this project already."))
    if _unanswered(posting, consultant).filter(state=InvitationState.SENT).exists():
        raise Refused(_("You are invited to this project. Answer the invitation."))


def _open_posting(posting: Posting) -> Posting:
    rows = Posting.objects.select_for_update(of=("self",), no_key=True)
    posting = rows.select_related("organization").get(pk=posting.pk)
    if posting.state != PostingState.OPEN or not posting.organization.is_checked:
        raise Refused(_("This project is not open any more."))
    return posting


def _lock_interest(interest: Interest) -> Interest:
    rows = Interest.objects.select_for_update(of=("self",))
    locked: Interest = rows.select_related("posting__organization", "consultant__user").get(
        pk=interest.pk
    )
    return locked


def _lock_invitation(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    locked: Invitation = rows.select_related("posting__organization", "consultant__user").get(
        pk=invitation.pk
    )
    return locked


def _require_waiting(invitation: Invitation) -> None:
    """Stop where an invitation ended, was answered or taken back."""
    if not invitation.is_waiting:
        raise Refused(_("This invitation is over. Nothing is expected of you."))


def _require_alive(invitation: Invitation) -> None:
    """Stop where there is nothing to say yes to any more."""
    _require_waiting(invitation)
    # read without a lock: closing takes back what waits, and waits for who is answering
    if not (invitation.posting.state == PostingState.OPEN and _is_checked(invitation)):
        raise Refused(_("This project is not open any more."))


def _is_checked(invitation: Invitation) -> bool:
    return invitation.posting.organization.is_checked


def _stop_showing(consultant: Consultant, *, organization_id: int, actor: User) -> None:
    given = Permission.objects.filter(
        consultant=consultant,
        organization_id=organization_id,
        purpose=Purpose.GETTING_TO_KNOW,
        stopped_at=None,
    )
    for permission in given:
        stop(permission, actor=actor)


def _tell_team(posting: Posting) -> None:
    """Tell those who may answer; a narrowed colleague has no part in this project."""
    arranging = people_of(posting.organization).filter(
        membership__role__in=MAY_ARRANGE, membership__limited=False
    )
    for user in arranging:
        tell(user, reverse("org_project", args=[posting.code]))
