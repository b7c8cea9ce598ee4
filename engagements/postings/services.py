"""Writing and publishing paid work. Unpaid, underpaid and past work can't be published."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.codes import new_code
from core.errors import Refused
from core.money import format_money
from core.permissions import require
from core.states import Actor, move
from engagements import permissions
from engagements.joining.services import withdraw_waiting
from engagements.models import Posting
from engagements.states import POSTING_MOVES, PostingState
from organizations.models import Organization


@transaction.atomic
def save_draft(organization: Organization, *, actor: User, **fields: Any) -> Posting:
    """Store a draft that only the organization sees; sent again with its `code`, it is one draft."""
    require(permissions.can_post(actor, organization))
    code = fields.pop("code", "") or new_code()
    given = {"organization": organization, "created_by": actor, **fields}
    posting, is_new = Posting.objects.get_or_create(code=code, defaults=given)
    if not is_new:
        return change_draft(posting, actor=actor, **fields)
    events.record(posting, "drafted", by=Actor.ORGANIZATION, actor=actor)
    return posting


@transaction.atomic
def change_draft(posting: Posting, *, actor: User, **fields: Any) -> Posting:
    """Change a draft; what is published stays as people read it."""
    posting = _lock(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.DRAFT:
        raise Refused(_("This project is published. It can't be changed any more."))
    for name, value in fields.items():
        setattr(posting, name, value)
    posting.save(update_fields=list(fields))
    return posting


@transaction.atomic
def publish(posting: Posting, *, actor: User) -> Posting:
    """Put a draft on the board, if its organization is checked and its pay is fair; twice is once."""
    posting = _lock(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state == PostingState.OPEN:
        return posting
    if not posting.organization.is_checked:
        raise Refused(_("You can publish as soon as your organization is checked."))
    if posting.starts_on < timezone.localdate():
        raise Refused(_("The first day of this project has passed. Change the dates first."))
    require_floor(posting.fee_amount, hours=posting.hours)
    posting.sent_at = posting.opened_at = timezone.now()
    posting.pay_floor = settings.PAY_FLOOR_HOURLY
    posting.save(update_fields=["sent_at", "opened_at", "pay_floor"])
    move(posting, PostingState.OPEN, moves=POSTING_MOVES, by=Actor.ORGANIZATION, actor=actor)
    return posting


@transaction.atomic
def close(posting: Posting, *, actor: User) -> Posting:
    """Take a project off the board and unanswered invitations back; work that was begun goes on."""
    posting = _lock(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.CLOSED:
        move(posting, PostingState.CLOSED, moves=POSTING_MOVES, by=Actor.ORGANIZATION, actor=actor)
        withdraw_waiting(posting, actor=actor)
    return posting


@transaction.atomic
def withdraw(posting: Posting, *, actor: User) -> Posting:
    """Take a draft or an open project back, out of every list. Twice is once."""
    posting = _lock(posting)
    require(permissions.can_arrange(actor, posting))
    if posting.state != PostingState.WITHDRAWN:
        by = Actor.ORGANIZATION
        move(posting, PostingState.WITHDRAWN, moves=POSTING_MOVES, by=by, actor=actor)
        withdraw_waiting(posting, actor=actor)
    return posting


def is_below_floor(fee_amount: int, *, hours: int) -> bool:
    """Whether an hour would be paid less than the operator's floor (minor units)."""
    return fee_amount < settings.PAY_FLOOR_HOURLY * hours


def require_floor(fee_amount: int, *, hours: int) -> None:
    """Stop below the floor, with the sum that an hour would get."""
    if is_below_floor(fee_amount, hours=hours):
        raise Refused(below_floor(fee_amount, hours=hours))


def below_floor(fee_amount: int, *, hours: int) -> str:
    """Say what an hour would get and what it must get."""
    return _("This is %(rate)s for an hour. The lowest pay here is %(floor)s.") % {
        "rate": format_money(fee_amount // hours),
        "floor": format_money(settings.PAY_FLOOR_HOURLY),
    }


def _lock(posting: Posting) -> Posting:
    rows = Posting.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organization").get(pk=posting.pk)
