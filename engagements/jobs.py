"""Jobs of the work that the clock asks for. Each may run twice without harm."""

from core.outbox import Claim, sweep
from engagements.board.services import tell_new_matches as tell_of_new_matches
from engagements.delivery.services import approve_overdue
from engagements.invitations.services import expire_invitations
from engagements.negotiation.services import expire_offers


@sweep("engagements.approve_overdue", every=60)
def approve_what_nobody_answered(task: Claim) -> None:
    """Silence pays the worker: approve stages whose review days are over."""
    approve_overdue()


@sweep("engagements.expire_offers", every=600)
def end_late_versions(task: Claim) -> None:
    """End versions of the terms that nobody answered in time."""
    expire_offers()


@sweep("engagements.expire_invitations", every=600)
def end_late_invitations(task: Claim) -> None:
    """End invitations that nobody answered in time."""
    expire_invitations()


@sweep("engagements.tell_new_matches", every=3600)
def tell_new_matches(task: Claim) -> None:
    """Tell consultants, at most once a day, that something new matches a search they keep."""
    tell_of_new_matches()
