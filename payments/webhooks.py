"""The provider's messages: verified, kept, answered. What they mean is found out by a job."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.views.decorators.csrf import csrf_exempt

from core import outbox
from core.views import ANYONE, allow
from payments import stripe_gateway as gateway
from payments.models import ProviderEvent

MOST_BYTES = 500_000


@csrf_exempt  # the sender is a machine; the signature over the raw body says who it is
@allow(ANYONE, methods=("POST",))
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep a verified event once and answer at once; a message that is not signed is refused."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        event = gateway.verified_event(request.body, request.headers.get("Stripe-Signature", ""))
    except (gateway.BadSignature, RawPostDataException, KeyError, TypeError, ValueError):
        return HttpResponse(status=400)  # a form was read before, so its raw body is gone
    with transaction.atomic():
        row, is_new = ProviderEvent.objects.get_or_create(
            event_id=event.id,
            defaults={
                "type": event.type,
                "object_id": event.object_id,
                "account_id": event.account,
            },
        )
        if is_new:
            outbox.enqueue("payments.handle_event", key=f"event:{row.pk}", event=row.pk)
    return HttpResponse(status=200)
