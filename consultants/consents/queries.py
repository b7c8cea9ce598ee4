"""Reading permissions and requests, each as its own side may see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from consultants import visibility
from consultants.blocks.services import blocked_by
from consultants.items import NAME
from consultants.models import (
    Consent,
    ConsentRequest,
    Consultant,
    Profile,
    SentRequest,
    Standing,
    Takedown,
)
from consultants.people_codes import code_for
from consultants.profile.queries import OwnItem, own_items
from consultants.states import RequestState
from consultants.visibility import ProfileCard
from core.clock import ClockNow
from core.viewer import Viewer


@dataclass(frozen=True)
class WithCard:
    """A row of an organization beside the person it is about, as the organization sees them now."""

    row: Any
    card: ProfileCard | None
    person_code: str


def own_requests(viewer: Viewer) -> QuerySet[ConsentRequest]:
    """Return what the acting consultant was ever asked."""
    rows = ConsentRequest.objects.filter(consultant__user_id=_person(viewer))
    return rows.select_related("organization", "consultant")


def waiting_requests(viewer: Viewer) -> QuerySet[ConsentRequest]:
    """Return what waits for the consultant's answer, the first to end first; who is blocked waits in vain."""
    rows = own_requests(viewer).filter(state=RequestState.OPEN, ends_at__gt=ClockNow())
    blocked = Standing.objects.filter(consultant__user_id=_person(viewer), blocked=True)
    return rows.exclude(organization__in=blocked.values("organization")).order_by("ends_at")


def is_blocked(viewer: Viewer, organization_id: int) -> bool:
    """Whether the acting consultant blocks this organization: then nothing they give shows anything."""
    return organization_id in blocked_by(_person(viewer))


def own_consents(viewer: Viewer) -> QuerySet[Consent]:
    """Return all that the acting consultant gave."""
    rows = Consent.objects.filter(consultant__user_id=_person(viewer))
    return rows.select_related("organization", "consultant")


def live(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    """Keep what is in force, the first to end first."""
    return rows.filter(stopped_at=None, valid_until__gt=ClockNow()).order_by("valid_until", "pk")


def ended(rows: QuerySet[Consent]) -> QuerySet[Consent]:
    """Keep what is over, newest first."""
    return rows.exclude(stopped_at=None, valid_until__gt=ClockNow()).order_by("-valid_from", "-pk")


def received_consents(viewer: Viewer) -> QuerySet[Consent]:
    """Return what the acting organization was given."""
    rows = Consent.objects.filter(organization_id=_team(viewer))
    return rows.annotate(used=Count("times_used"))


def open_takedowns(viewer: Viewer) -> QuerySet[Takedown]:
    """Return what the acting organization has still to delete, the most urgent first."""
    return takedowns_of(viewer).filter(answered_at=None).order_by("due_on", "pk")


def takedowns_of(viewer: Viewer) -> QuerySet[Takedown]:
    """Return what the acting organization was ever asked to delete, as it was asked."""
    rows = Takedown.objects.filter(consent__organization_id=_team(viewer))
    return rows.select_related("consent").order_by("pk")


def named(
    rows: list[Takedown], *, organization_id: int
) -> list[tuple[Takedown, ProfileCard | None]]:
    """Put beside each the card of the person, where the organization can still see a name."""
    cards = with_cards([row.consent for row in rows], organization_id=organization_id)
    return [(row, one.card) for row, one in zip(rows, cards, strict=True)]


def sent_requests(viewer: Viewer) -> QuerySet[SentRequest]:
    """Return what the acting organization asked, newest first; a no looks like no answer."""
    return SentRequest.objects.filter(organization_id=_team(viewer)).order_by("-asked_at")


def with_cards(rows: list[Any], *, organization_id: int) -> list[WithCard]:
    """Put each row beside its person; who can't be seen any more has no card."""
    cards = visibility.cards_for({row.consultant_id for row in rows}, only=frozenset({"name"}))
    return [
        WithCard(row, cards.get(row.consultant_id), code_for(organization_id, row.consultant_id))
        for row in rows
    ]


def shared_now(rows: list[Consent], *, organization_id: int) -> list[WithCard]:
    """Return what the organization can see or use now: items of somebody paused or blocking are absent."""
    found = with_cards(rows, organization_id=organization_id)
    return [one for one in found if one.card is not None or one.row.uses]


def asked_items(profile: Profile, request: ConsentRequest) -> list[OwnItem]:
    """Return the items that were asked for, with what they say now."""
    names = set(request.item_names)
    return [own for own in own_items(profile) if own.item.name in names]


def items_to_give(profile: Profile) -> list[OwnItem]:
    """Return what can be given: every filled item but the name, which always goes along."""
    return [own for own in own_items(profile) if own.is_filled and own.item != NAME]


def consultant_for(viewer: Viewer) -> Consultant:
    """Return the acting consultant."""
    return Consultant.objects.get(user_id=_person(viewer))


def _person(viewer: Viewer) -> int:
    assert viewer.user_id is not None  # these pages are for the signed-in
    return viewer.user_id


def _team(viewer: Viewer) -> int:
    return viewer.organization_id or 0  # a member who belongs to none finds no rows
