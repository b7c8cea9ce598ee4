"""The two sides of an engagement: what each is called, and who is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from consultants import visibility
from engagements.models import Engagement
from engagements.states import Side
from notices.services import notify
from organizations.models import Membership
from organizations.permissions import MAY_ARRANGE, MAY_PAY

NAME = frozenset({"name"})


@dataclass(frozen=True)
class Parties:
    """What the two sides are called for the acting viewer."""

    consultant: str
    organization: str

    def name(self, side: str) -> str:
        """Return what a side is called for the acting viewer."""
        return self.consultant if side == Side.CONSULTANT else self.organization


def other(side: str) -> Side:
    """Return the side across the table."""
    return Side.ORGANIZATION if side == Side.CONSULTANT else Side.CONSULTANT


def parties_of(engagement: Engagement) -> Parties:
    """Name both sides as the acting viewer may know them."""
    return Parties(
        _called(visibility.card_for(engagement.consultant_id, only=NAME)),
        engagement.organization.name,
    )


def parties_of_many(engagements: Iterable[Engagement]) -> dict[int, Parties]:
    """Name the sides of several engagements with one look at the profiles."""
    rows = list(engagements)
    cards = visibility.cards_for([row.consultant_id for row in rows], only=NAME)
    return {
        row.pk: Parties(_called(cards.get(row.consultant_id)), row.organization.name)
        for row in rows
    }


def _called(card: visibility.ProfileCard | None) -> str:
    """A consultant whose working name is hidden from this viewer has none here."""
    name = card.items.get("name") if card is not None else None
    return str(name) if name else _("The consultant")


def notify_side(engagement: Engagement, side: str) -> None:
    """Leave a content-free notice of this work with everybody who may act for one side."""
    for user in people_of(engagement, side):
        notify(user, "work", engagement.code)


def people_of(engagement: Engagement, side: str) -> list[User]:
    """Return who acts for a side: the consultant, or the members with a power over this work."""
    if side == Side.CONSULTANT:
        return [engagement.consultant.user]
    members = Membership.objects.filter(organization_id=engagement.organization_id)
    acting = members.filter(limited=False, role__in=MAY_ARRANGE | MAY_PAY).select_related("user")
    named = User.objects.filter(
        membership__organization_id=engagement.organization_id,
        engagementuserobjectpermission__content_object=engagement,
    )
    people = {row.user_id: row.user for row in acting} | {user.pk: user for user in named}
    return list(people.values())
