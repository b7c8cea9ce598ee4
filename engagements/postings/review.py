"""What the desk decides about a posting that was sent in: it opens, or goes back with a reason."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor, move
from engagements.locks import lock_posting
from engagements.models import Posting, PostingReview
from engagements.postings.services import require_fair, require_may_open
from engagements.states import PostingState
from notices.services import notify
from organizations.lookups import people_of
from organizations.permissions import MAY_ARRANGE, is_own

Decision = PostingReview.Decision


def waiting() -> QuerySet[Posting]:
    """Return what was sent in, the longest wait first."""
    rows = Posting.objects.filter(state=PostingState.IN_REVIEW).order_by("sent_at", "pk")
    return rows.select_related("organization")


@transaction.atomic
def decide(posting: Posting, *, decision: str, reason: str, actor: User) -> PostingReview:
    """Open the posting, or make it a draft again with a reason, and tell those who wrote it."""
    require(actor.is_administrator)
    posting = lock_posting(posting)
    if is_own(actor, posting.organization):
        raise Refused(_("You have an address at this organization. Somebody else must decide."))
    if posting.state != PostingState.IN_REVIEW:
        raise WrongState
    review = PostingReview.objects.create(
        posting=posting, decision=decision, reason=reason, decided_by=actor
    )
    by = Actor.ADMINISTRATOR
    if decision == Decision.OPENED:
        require_may_open(posting.organization)
        require_fair(posting)
        move(posting, PostingState.OPEN, by=by, actor=actor, opened_at=clock.now())
    else:
        move(posting, PostingState.DRAFT, by=by, actor=actor)
    _tell_writers(posting)
    return review


def _tell_writers(posting: Posting) -> None:
    writers = people_of(posting.organization).filter(
        membership__role__in=MAY_ARRANGE, membership__limited=False
    )
    for user in writers:
        notify(user, "org_project", posting.code)
