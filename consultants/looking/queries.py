"""Reading who looked, who is blocked, and what a page would show somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Now

from consultants import consent
from consultants.blocks import blocked_by
from consultants.consent import ProfileCard
from consultants.items import ITEMS, Audience, Item, names_in
from consultants.models import CaseLook, Look, Permission, PersonBlock, Standing
from organizations.models import Organization, OrganizationQuerySet

PREVIEWED = (
    Audience.ANYONE,
    Audience.CHECKED,
    Audience.TALKING,
    Audience.WORKING,
    Audience.PICKED,
)


@dataclass(frozen=True)
class Looked:
    """Who saw which items, from when to when: an organization in a day, or an administrator with a reason."""

    organization: Organization | None
    items: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    reason: str
    permission: Permission | None = None  # one that can be stopped
    is_blocked: bool = False


@dataclass(frozen=True)
class Preview:
    """What one kind of viewer would see: the card's items in the usual order."""

    title: str
    shown: list[tuple[Item, Any]]


def looks_at(user_id: int) -> Any:
    """Return every look at the acting consultant, newest first: one row a day, one a desk's look."""
    days = Look.objects.filter(consultant__user_id=user_id).values(
        "items", "first_at", "last_at", by=F("organization_id"), reason=Value("")
    )
    desk = CaseLook.objects.filter(case__consultant__user_id=user_id).values(
        "items",
        first_at=F("at"),
        last_at=F("at"),
        by=Value(None, output_field=IntegerField()),
        reason=Cast("case__reason", CharField()),
    )
    return days.union(desk, all=True).order_by("-last_at")


def in_words(rows: Iterable[dict[str, Any]], *, user_id: int) -> list[Looked]:
    """Put one page of looks into words, with what can be stopped or blocked."""
    found = list(rows)
    ids = {row["by"] for row in found} - {None}
    organizations = Organization.objects.in_bulk(ids)
    own = {"consultant__user_id": user_id, "organization_id__in": ids}
    blocked = set(
        Standing.objects.filter(blocked=True, **own).values_list("organization_id", flat=True)
    )
    live = Permission.objects.filter(stopped_at=None, valid_until__gt=Now(), **own)
    stoppable = {row.organization_id: row for row in live.order_by("valid_until")}
    return [
        Looked(
            organizations.get(row["by"]),
            names_in(row["items"]),
            row["first_at"],
            row["last_at"],
            row["reason"],
            stoppable.get(row["by"]),
            row["by"] in blocked,
        )
        for row in found
    ]


@dataclass(frozen=True)
class Seen:
    """What one organization saw of some items, and when last; nothing when it saw none."""

    items: tuple[str, ...]
    last_at: datetime | None


def seen_under(permission: Permission) -> Seen:
    """Return what the organization saw, since it was given, of all that a permission ever named."""
    covered = permission.items
    for items in permission.takedowns.values_list("items", flat=True):
        covered |= items
    rows = Look.objects.filter(
        organization_id=permission.organization_id,
        consultant_id=permission.consultant_id,
        last_at__gte=permission.valid_from,
    ).values_list("items", "last_at")
    hits = [(items & covered, last_at) for items, last_at in rows]
    seen = [(items, last_at) for items, last_at in hits if items]
    mask = 0
    for items, _last_at in seen:
        mask |= items
    return Seen(names_in(mask), max((last_at for _items, last_at in seen), default=None))


def how_many_saw(item: Item, *, user_id: int) -> int:
    """Count the organizations that ever saw one item of the acting consultant."""
    rows = Look.objects.filter(consultant__user_id=user_id)
    saw = rows.annotate(hit=F("items").bitand(item.mask)).filter(hit__gt=0)
    return saw.values("organization_id").distinct().count()


def blocked_organizations(user_id: int) -> QuerySet[Organization]:
    """Return the organizations that the acting consultant blocks."""
    return Organization.objects.filter(pk__in=blocked_by(user_id)).order_by("name", "pk")


def blocked_people(user_id: int) -> QuerySet[PersonBlock]:
    """Return the persons whom the acting consultant blocks."""
    rows = PersonBlock.objects.filter(consultant__user_id=user_id)
    return rows.order_by("called", "user_id")


def known_organizations(user_id: int) -> OrganizationQuerySet:
    """Return checked organizations, and those that have to do with the viewer."""
    own = Standing.objects.filter(consultant__user_id=user_id).values("organization_id")
    return Organization.objects.filter(Q(checked_until__gt=Now()) | Q(pk__in=own))


def preview_for_audience(audience: Audience) -> Preview:
    """Return what such a viewer would see of the acting consultant."""
    return Preview(str(audience.label), shown_on(consent.card_as_audience(audience)))


def previews_for_organization(organization: Organization) -> list[Preview]:
    """Return what its members would see: one preview, or two where some see more than others."""
    taking_part = shown_on(consent.card_as_organization(organization.pk, assigned=True))
    others = shown_on(consent.card_as_organization(organization.pk, assigned=False))
    if taking_part == others:
        return [Preview(organization.name, others)]
    return [Preview("assigned", taking_part), Preview("others", others)]


def shown_on(card: ProfileCard | None) -> list[tuple[Item, Any]]:
    """Return a card's items in the usual order; nothing for no card."""
    if card is None:
        return []
    return [(item, card.items[item.name]) for item in ITEMS if item.name in card]
