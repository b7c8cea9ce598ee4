"""Where a consultant is paid. Who they are, the provider asks on its own pages; we keep a number."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultants.models import Consultant
from core import events
from core.codes import new_code
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from payments import stripe_gateway as gateway
from payments.models import Payout, PayoutMethod
from payments.services.payouts import send_later
from payments.states import PayoutState
from payments.writes import Write

LATER = _("The set-up page could not be opened. Nothing was changed. Try again in a minute.")


def start_setup(consultant: Consultant, *, actor: User) -> str:
    """Return the address of the provider's own set-up page, with an account made on first use."""
    require(consultant.user_id == actor.pk)
    method, is_new = PayoutMethod.objects.get_or_create(consultant=consultant)
    if is_new:
        events.record(method, "started", by=Actor.CONSULTANT, actor=actor)
    back = f"{settings.BASE_URL}/money/"
    try:
        if not method.account_id:
            made = gateway.create_payee(
                key=f"consultant:{consultant.pk}:payee", reference=f"consultant_{consultant.pk}"
            )
            PayoutMethod.objects.filter(pk=method.pk, account_id="").update(account_id=made.id)
            method.account_id = made.id
        return gateway.create_onboarding_link(
            key=f"consultant:{consultant.pk}:link:{new_code()}",  # a link works once
            account=method.account_id,
            refresh_url=back,
            return_url=f"{back}?came=back",
        )
    except (gateway.OutcomeUnknown, gateway.ProviderRefused) as error:
        raise Refused(LATER) from error


def fetch_payee(account_id: str) -> Write:
    """Fetch whether an account can receive money now; return what to write."""
    payee = gateway.get_payee(account_id)
    # Where the provider does not tell, a transfer is tried: it refuses one that can't be received.
    return partial(record_ability, account_id, can_receive=payee.can_receive is not False)


@transaction.atomic
def record_ability(account_id: str, *, can_receive: bool) -> None:
    """Note whether the account can receive, and send what waited for it."""
    method = PayoutMethod.objects.select_for_update().filter(account_id=account_id).first()
    if method is None:
        return
    if method.can_receive != can_receive:
        method.can_receive = can_receive
        method.save(update_fields=["can_receive"])
        after = "ready" if can_receive else "not_ready"
        events.record(method, "told", by=Actor.PROVIDER, after=after)
    if can_receive:
        waiting = Payout.objects.filter(
            consultant_id=method.consultant_id, state=PayoutState.WAITING_FOR_SETUP
        )
        for payout in waiting:
            send_later(payout)
