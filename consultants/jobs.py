"""Jobs of consent that the clock asks for. Nothing in force depends on them."""

from django.db.models.functions import Now
from django.urls import reverse

from consultants import ledger
from consultants.models import Permission
from core.outbox import Claim, sweep
from notices.services import tell

A_BATCH = 500  # chains are locked until a batch is written


@sweep("consultants.remind_of_ends", every=3600)
def remind_of_ends(task: Claim) -> None:
    """Tell people, once and without content, that a permission of theirs ends within a week."""
    with task.finishing():  # the policy of this job shows it just those that end soon
        soon = Permission.objects.filter(reminded_at=None).select_related("consultant__user")
        for permission in soon.select_for_update(of=("self",)):
            tell(permission.consultant.user, reverse("permission", args=[permission.code]))
            Permission.objects.filter(pk=permission.pk).update(reminded_at=Now())


@sweep("consultants.note_expired", every=86_400)
def note_expired(task: Claim) -> None:
    """Write into the ledger which permissions ended by themselves; each end once."""
    while ledger.note_expired(most=A_BATCH) == A_BATCH:
        pass
