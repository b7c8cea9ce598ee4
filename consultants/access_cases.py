"""Cases of the desk: private items for one reason, when a second administrator agrees, for an hour."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants.items import BY_NAME, mask_of
from consultants.models import AccessCase, Consultant
from consultants.models.access_case import LASTS
from consultants.visibility import ProfileCard, card_of_case
from core import clock, events
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor
from core.viewer import acting_as

LONGEST_REASON = 300


@transaction.atomic
def ask(code: str, *, items: frozenset[str], reason: str, actor: User) -> AccessCase:
    """Ask to see these items of the person who gave this number; shows nothing yet."""
    require(actor.is_administrator)
    consultant = Consultant.objects.filter(code=code).first()
    if consultant is None:
        raise Refused(_("Nobody here has this number. Check it with the person."))
    if not items or not items <= BY_NAME.keys():
        raise Refused(_("Choose from the list."))
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused(_("Say why in at most 300 characters. The person reads it."))
    case = AccessCase.objects.create(
        consultant=consultant, items=mask_of(items), reason=reason.strip(), asked_by=actor
    )
    events.record(case, "asked", by=Actor.ADMINISTRATOR, actor=actor)
    return case


@transaction.atomic
def approve(case: AccessCase, *, actor: User) -> AccessCase:
    """Let the administrator who asked look for an hour; nobody agrees to their own case."""
    require(actor.is_administrator and case.asked_by_id != actor.pk)
    now = clock.now()
    changed = AccessCase.objects.filter(pk=case.pk, approved_by=None).update(
        approved_by=actor, approved_at=now, ends_at=now + LASTS
    )
    if not changed:
        raise WrongState
    events.record(case, "approved", by=Actor.ADMINISTRATOR, actor=actor)
    return AccessCase.objects.get(pk=case.pk)


def look(case: AccessCase, *, actor: User) -> ProfileCard:
    """Show the named items to who asked, while the case is open; the consultant reads of it."""
    require(actor.is_administrator and case.asked_by_id == actor.pk)
    with acting_as(f"case:{case.pk}"):
        card = card_of_case()
    if card is None:
        raise Refused(_("This look has ended. Ask again if there is still a reason."))
    return card
