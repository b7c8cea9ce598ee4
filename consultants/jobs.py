"""Jobs of consent that the clock asks for. Nothing in force depends on them."""

from consultants import consent_log
from consultants.models import Consent
from core.clock import ClockNow
from core.outbox import Claim, sweep
from notices.services import notify

A_BATCH = 500  # chains are locked until a batch is written


@sweep("consultants.remind_of_ends", every=3600)
def remind_of_ends(task: Claim) -> None:
    """Tell people, once and without content, that a permission of theirs ends within a week."""
    with task.finishing():  # the policy of this job shows it just those that end soon
        soon = Consent.objects.filter(reminded_at=None).select_related("consultant__user")
        for consent in soon.select_for_update(of=("self",)):
            notify(consent.consultant.user, "permission", consent.code)
            Consent.objects.filter(pk=consent.pk).update(reminded_at=ClockNow())


@sweep("consultants.note_expired", every=86_400)
def note_expired(task: Claim) -> None:
    """Write into the ledger which permissions ended by themselves; each end once."""
    while consent_log.note_expired(most=A_BATCH) == A_BATCH:
        pass
