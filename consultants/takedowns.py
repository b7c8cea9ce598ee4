"""What an organization still has to delete of what a permission no longer covers, and what it says it did."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import ledger, wording
from consultants.models import ConsentStep, Permission, Takedown
from consultants.permissions import can_ask
from core.errors import Refused
from core.permissions import require
from notices.services import tell
from organizations.services import people_of

TIME_TO_DELETE = timedelta(days=14)


def ask_to_delete(permission: Permission, *, items: int, uses: int, actor: User) -> Takedown:
    """Ask, in the caller's transaction, for what was kept of these items and uses."""
    takedown = Takedown.objects.create(
        permission=permission,
        items=items,
        uses=uses,
        due_on=(timezone.now() + TIME_TO_DELETE).date(),
    )
    words = wording.deletion_asked(takedown)
    ledger.record(
        permission.consultant, ConsentStep.DELETION_ASKED, actor=actor, permission=permission,
        items=items, uses=uses, words=words,
    )  # fmt: skip
    for user in people_of(permission.organization):
        tell(user, reverse("org_permissions"))
    return takedown


@transaction.atomic
def answer_takedown(takedown: Takedown, *, answer: str, actor: User, note: str = "") -> Takedown:
    """Keep what the organization says it did; the consultant is told. The first answer stands."""
    rows = Takedown.objects.select_for_update(of=("self",))
    takedown = rows.select_related("permission__consultant__user").get(pk=takedown.pk)
    require(can_ask(actor, takedown.permission.organization_id))
    if takedown.answered_at is not None:
        return takedown
    if answer == Takedown.Answer.MUST_KEEP and not note.strip():
        raise Refused(_("Say which law makes you keep it, and until when."))
    takedown.answer, takedown.note, takedown.answered_at = answer, note, timezone.now()
    takedown.save(update_fields=["answer", "note", "answered_at"])
    permission = takedown.permission
    with ledger.in_language_of(permission.consultant):
        ledger.record(
            permission.consultant, ConsentStep.DELETION_ANSWERED, actor=actor, permission=permission,
            words=wording.deletion_answered(takedown),
        )  # fmt: skip
    tell(permission.consultant.user, reverse("permission", args=[permission.code]))
    return takedown
