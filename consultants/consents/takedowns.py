"""What an organization still has to delete of what a permission no longer covers, and what it says it did."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants import consent_log, consent_words
from consultants.models import Consent, ConsentStep, Takedown
from consultants.permissions import can_ask
from core import clock
from core.errors import Refused
from core.permissions import require
from notices.services import notify
from organizations.lookups import people_of

TIME_TO_DELETE = timedelta(days=14)
OF_THE_ORGANIZATION = "org_permissions"


def ask_to_delete(consent: Consent, *, items: int, uses: int, actor: User) -> Takedown:
    """Ask, in the caller's transaction, for what was kept of these items and uses."""
    takedown = Takedown.objects.create(
        consent=consent,
        items=items,
        uses=uses,
        due_on=(clock.now() + TIME_TO_DELETE).date(),
    )
    words = consent_words.deletion_asked(takedown)
    consent_log.record(
        consent.consultant, ConsentStep.DELETION_ASKED, actor=actor, consent=consent,
        items=items, uses=uses, words=words,
    )  # fmt: skip
    for user in people_of(consent.organization):
        notify(user, OF_THE_ORGANIZATION)
    return takedown


@transaction.atomic
def answer_takedown(takedown: Takedown, *, answer: str, actor: User, note: str = "") -> Takedown:
    """Keep what the organization says it did; the consultant is told. The first answer stands."""
    rows = Takedown.objects.select_for_update(of=("self",))
    takedown = rows.select_related("consent__consultant__user").get(pk=takedown.pk)
    require(can_ask(actor, takedown.consent.organization_id))
    if takedown.answered_at is not None:
        return takedown
    if answer == Takedown.Answer.MUST_KEEP and not note.strip():
        raise Refused(_("Say which law makes you keep it, and until when."))
    takedown.answer, takedown.note, takedown.answered_at = answer, note, clock.now()
    takedown.save(update_fields=["answer", "note", "answered_at"])
    consent = takedown.consent
    with consent_log.in_language_of(consent.consultant):
        consent_log.record(
            consent.consultant, ConsentStep.DELETION_ANSWERED, actor=actor, consent=consent,
            words=consent_words.deletion_answered(takedown),
        )  # fmt: skip
    notify(consent.consultant.user, "permission", consent.code)
    return takedown
