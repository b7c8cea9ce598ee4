"""How work begins: a consultant shows interest, or an organization invites; the other says yes or not."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import visibility
from consultants.blocks.services import block, blocked_by
from consultants.consent_scope import Purpose, Scope
from consultants.consents.services import give, stop
from consultants.items import NAME
from consultants.models import Consent, Consultant
from core import clock, events
from core.clock import ClockNow
from core.errors import Refused
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.invitations import quota
from engagements.locks import (
    lock_consultant,
    lock_interest,
    lock_invitation,
    lock_own_consultant,
    lock_posting,
)
from engagements.models import Engagement, Interest, Invitation, Posting
from engagements.parties import notify_side
from engagements.states import (
    EngagementState,
    InterestState,
    InvitationState,
    PostingState,
    Side,
)
from engagements.ties import renew_tie, renew_tie_of
from notices.services import notify
from organizations.lookups import people_of
from organizations.permissions import MAY_ARRANGE

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
    consultant = lock_own_consultant(actor)
    if found := _open_interests(posting, consultant).first():
        return found
    if consultant.paused_at is not None:
        raise Refused(_("You are paused: nobody would see you. Come back first, under Sharing."))
    if posting.organization_id in blocked_by(actor.pk):
        raise Refused(_("You block this organization. Take the block away first, under Sharing."))
    _require_nothing_begun(posting, consultant)
    consent = give(
        consultant,
        organization=posting.organization,
        scope=Scope(items=items | {NAME.name}, purpose=Purpose.GETTING_TO_KNOW, assigned_only=True),
        actor=actor,
    )
    interest = Interest.objects.create(
        posting=posting, consultant=consultant, note=note, consent=consent
    )
    events.record(interest, "sent", by=Actor.CONSULTANT, actor=actor)
    renew_tie_of(posting.organization_id, consultant.pk)
    _tell_team(posting)
    return interest


@transaction.atomic
def withdraw_interest(interest: Interest, *, actor: User) -> Interest:
    """Take an interest back; what was shown for it stops when nothing else binds the two."""
    interest = lock_interest(interest)
    require(interest.consultant.user_id == actor.pk)
    if interest.state != InterestState.WITHDRAWN:
        move(
            interest,
            InterestState.WITHDRAWN,
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
    interest = lock_interest(interest)
    posting = interest.posting
    require(permissions.can_arrange(actor, posting))
    if interest.state == InterestState.ANSWERED:
        return _room_of(posting, interest.consultant)
    if interest.state == InterestState.WITHDRAWN:
        raise Refused(_("This interest was taken back."))
    if not posting.organization.is_checked:
        raise Refused(_("You can answer as soon as your organization is checked."))
    by = Actor.ORGANIZATION
    move(interest, InterestState.ANSWERED, by=by, actor=actor)
    engagement = _open_room(posting, interest.consultant, by=by, actor=actor)
    notify_side(engagement, Side.CONSULTANT)
    return engagement


@transaction.atomic
def invite(
    posting: Posting, *, consultant: Consultant, actor: User, message: str = ""
) -> Invitation:
    """Ask one person who lets this organization invite; anybody else is a missing person. Twice is once."""
    require(permissions.can_arrange(actor, posting))
    posting = _open_posting(posting)
    require(visibility.may_invite(consultant.pk))
    consultant = lock_consultant(consultant.pk)
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
        ends_at=clock.now() + INVITATION_LASTS,
    )
    events.record(invitation, "sent", by=Actor.ORGANIZATION, actor=actor)
    notify(consultant.user, "invitation", invitation.code)
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, actor: User) -> Engagement:
    """Say "yes, let's talk": the work's room opens for both. Nothing is agreed by it. Twice is once."""
    invitation = lock_invitation(invitation)
    require(invitation.consultant.user_id == actor.pk)
    if invitation.state == InvitationState.ACCEPTED:
        return _room_of(invitation.posting, invitation.consultant)
    _require_alive(invitation)
    by = Actor.CONSULTANT
    move(invitation, InvitationState.ACCEPTED, by=by, actor=actor)
    engagement = _open_room(invitation.posting, invitation.consultant, by=by, actor=actor)
    notify_side(engagement, Side.ORGANIZATION)
    return engagement


@transaction.atomic
def decline_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Say "no, thank you", without a reason and at no cost; the sender sees the same as for silence."""
    invitation = lock_invitation(invitation)
    require(invitation.consultant.user_id == actor.pk)
    if invitation.state != InvitationState.DECLINED:
        _require_waiting(invitation)
        move(
            invitation,
            InvitationState.DECLINED,
            by=Actor.CONSULTANT,
            actor=actor,
        )
    return invitation


@transaction.atomic
def block_from_invitation(invitation: Invitation, *, actor: User) -> None:
    """Say no and block the organization in one step; it is told neither. Twice is once."""
    invitation = lock_invitation(invitation)
    require(invitation.consultant.user_id == actor.pk)
    if invitation.state == InvitationState.SENT and invitation.ends_at > clock.now():
        decline_invitation(invitation, actor=actor)
    block(invitation.consultant, organization=invitation.posting.organization, actor=actor)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Take an invitation back; a declined one goes the same way, so trying it tells nothing."""
    invitation = lock_invitation(invitation)
    require(permissions.can_arrange(actor, invitation.posting))
    if invitation.state == InvitationState.WITHDRAWN:
        return invitation
    if invitation.state == InvitationState.ACCEPTED:
        raise Refused(_("This invitation was accepted. Open the work to go on."))
    if invitation.ends_at <= clock.now():
        raise Refused(_("This invitation has ended."))
    by = Actor.ORGANIZATION
    move(invitation, InvitationState.WITHDRAWN, by=by, actor=actor)
    return invitation


def withdraw_waiting(posting: Posting, *, actor: User) -> None:
    """Take back every invitation of a project that still looks unanswered to its sender."""
    for found in _looking_unanswered(Invitation.objects.filter(posting=posting)):
        invitation = lock_invitation(found)
        if invitation.state in LOOK_UNANSWERED:
            by = Actor.ORGANIZATION
            move(invitation, InvitationState.WITHDRAWN, by=by, actor=actor)


def expire_invitations() -> int:
    """End every invitation whose time has passed; returns how many. May run twice without harm."""
    ended = 0
    late = Invitation.objects.filter(state=InvitationState.SENT, ends_at__lte=ClockNow())
    for found in late:
        with transaction.atomic():
            invitation = lock_invitation(found)
            if invitation.state == InvitationState.SENT:
                move(invitation, InvitationState.EXPIRED, by=Actor.TIMER)
                ended += 1
    return ended


def _open_room(posting: Posting, consultant: Consultant, *, by: Actor, actor: User) -> Engagement:
    """Return the one live engagement of the two on this posting, made if there is none."""
    lock_consultant(consultant.pk)
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
    return rows.filter(state__in=LOOK_UNANSWERED, ends_at__gt=ClockNow())


def _require_nothing_begun(posting: Posting, consultant: Consultant) -> None:
    if _engagements(posting, consultant).exists():
        raise Refused(_("You are in touch about this project already."))
    if _unanswered(posting, consultant).filter(state=InvitationState.SENT).exists():
        raise Refused(_("You are invited to this project. Answer the invitation."))


def _open_posting(posting: Posting) -> Posting:
    posting = lock_posting(posting)
    if posting.state != PostingState.OPEN or not posting.organization.is_checked:
        raise Refused(_("This project is not open any more."))
    return posting


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
    given = Consent.objects.filter(
        consultant=consultant,
        organization_id=organization_id,
        purpose=Purpose.GETTING_TO_KNOW,
        stopped_at=None,
    )
    for consent in given:
        stop(consent, actor=actor)


def _tell_team(posting: Posting) -> None:
    """Tell those who may answer; a narrowed colleague has no part in this project."""
    arranging = people_of(posting.organization).filter(
        membership__role__in=MAY_ARRANGE, membership__limited=False
    )
    for user in arranging:
        notify(user, "org_project", posting.code)
