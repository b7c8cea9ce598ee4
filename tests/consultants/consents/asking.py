"""Asking for permissions and answering, as the tests do it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from consultants.consent_scope import Channel, Scope, Use
from consultants.consents import requests
from consultants.models import Consent, ConsentRequest, Consultant, SentRequest
from consultants.visibility import card_for
from tests.conftest import as_owner
from tests.factories import acting

IN_A_MONTH = timedelta(days=30)


def scope(**more: Any) -> Scope:
    fields: dict[str, Any] = {
        "items": frozenset({"rate", "pronouns"}),
        "purpose_text": "A first talk",
        "until": timezone.now() + IN_A_MONTH,
    }
    return Scope(**(fields | more))


def ask(person: Consultant, member: User, **more: Any) -> ConsentRequest:
    with acting(member):
        requests.ask(
            person,
            organization=member.membership.organization,
            scope=scope(**more),
            actor=member,
        )
    with as_owner():
        return ConsentRequest.objects.order_by("-pk")[0]


def allow(request: ConsentRequest, **less: Any) -> Consent:
    fields = {
        "items": frozenset(request.item_names),
        "uses": frozenset(request.use_list),
        "until": request.until,
    }
    with acting(request.consultant.user):
        return requests.allow(request, **(fields | less), actor=request.consultant.user)


def refuse(request: ConsentRequest) -> None:
    with acting(request.consultant.user):
        requests.do_not_allow(request, actor=request.consultant.user)


def standing(member: User) -> list[str]:
    """What the organization's page says of its requests."""
    with acting(member):
        return list(SentRequest.objects.order_by("pk").values_list("standing", flat=True))


def shown(person: Consultant, member: User) -> set[str]:
    with acting(member):
        card = card_for(person.pk)
    return set(card.items) if card else set()


def report(**more: Any) -> dict[str, Any]:
    """A use in a named output, twice at most."""
    fields: dict[str, Any] = {
        "uses": frozenset({Use.QUOTES, Use.NAME}),
        "output": "A report",
        "uses_allowed": 2,
        "channel": Channel.PRINT,
    }
    return fields | more
