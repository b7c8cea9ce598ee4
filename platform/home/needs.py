"""What waits for a person: what they can do next, in the order that helps them most."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultants import consent
from consultants.permitting.queries import open_takedowns, waiting_requests
from core.dates import day_in_words
from core.viewer import Viewer
from engagements.models import (
    Contract,
    Engagement,
    Interest,
    Invitation,
    Milestone,
    Offer,
    Signature,
)
from engagements.permissions import where_member_may
from engagements.postings.queries import sent_back
from engagements.states import (
    ContractState,
    EngagementState,
    InterestState,
    InvitationState,
    MilestoneState,
    OfferState,
    Side,
)
from home.news import place_of
from organizations.checks.queries import open_check_of, questions_waiting
from organizations.checks.services import may_ask
from organizations.models import Membership, Organization
from organizations.permissions import MAY_ARRANGE, MAY_SPEAK
from payments.models import Payout
from payments.states import PayoutState

MOST = 5
MOST_READ = 50  # interests that are looked through for five projects


@dataclass(frozen=True)
class Need:
    """One thing to do: what, for which project, where."""

    title: str | Promise
    about: str
    path: str

    @property
    def place(self) -> str:
        """The piece of work or project it belongs to."""
        return place_of(self.path)


def needs_of_consultant(viewer: Viewer) -> list[Need]:
    """Return at most five things that wait for a consultant."""
    return _first(
        _invitations(viewer),
        _requests(viewer),
        _contracts(_engagements(viewer), Side.CONSULTANT),
        _offers(_engagements(viewer), Side.CONSULTANT),
        _pay_that_waits(viewer),
        _stages(_engagements(viewer), MilestoneState.READY, _("Hand in a stage when it is done")),
    )


def needs_of_organization(viewer: Viewer, membership: Membership) -> list[Need]:
    """Return at most five things that wait for an organization and are this member's to do."""

    def own(power: str) -> QuerySet[Engagement]:
        return where_member_may(power, membership, _engagements(viewer))

    arranges = not membership.limited and membership.role in MAY_ARRANGE
    owns = not membership.limited and membership.role in MAY_SPEAK
    return _first(
        _takedowns(viewer) if arranges else iter(()),
        _next_check(membership.organization) if owns else iter(()),
        _stages(own("approve"), MilestoneState.HANDED_IN, _("Look at the work and approve it")),
        _contracts(own("sign"), Side.ORGANIZATION),
        _unfunded(own("pay")),
        _offers(own("negotiate"), Side.ORGANIZATION),
        _interests(viewer) if arranges else iter(()),
        _sent_back(membership.organization) if arranges else iter(()),
        _without_terms(own("negotiate")),
        _vouches(viewer) if owns and membership.organization.is_checked else iter(()),
    )


def _first(*groups: Iterator[Need]) -> list[Need]:
    found: list[Need] = []
    for group in groups:
        for need in group:
            found.append(need)
            if len(found) == MOST:
                return found
    return found


def _engagements(viewer: Viewer) -> QuerySet[Engagement]:
    return Engagement.objects.visible_to(viewer)


def _invitations(viewer: Viewer) -> Iterator[Need]:
    rows = Invitation.objects.visible_to(viewer).filter(
        state=InvitationState.SENT, ends_at__gt=Now()
    )
    for code, title in rows.order_by("ends_at").values_list("code", "posting__title")[:MOST]:
        yield Need(_("Answer an invitation"), title, reverse("invitation", args=[code]))


def _requests(viewer: Viewer) -> Iterator[Need]:
    rows = waiting_requests(viewer).values_list("code", "organization__name")
    for code, name in rows[:MOST]:
        yield Need(_("Answer what you are asked"), name, reverse("asked", args=[code]))


def _takedowns(viewer: Viewer) -> Iterator[Need]:
    for row in open_takedowns(viewer)[:MOST]:
        day = day_in_words(row.due_on)
        said = _("Until %(day)s") % {"day": day}
        path = reverse("takedown", args=[row.permission.code])
        yield Need(_("Delete what you kept"), said, path)


def _contracts(work: QuerySet[Engagement], side: Side) -> Iterator[Need]:
    signed = Signature.objects.filter(contract=OuterRef("pk"), side=side)
    rows = Contract.objects.filter(
        ~Exists(signed), engagement__in=work, state=ContractState.WAITING
    )
    for code, title in _named(rows.order_by("drafted_at")):
        yield Need(_("Read the contract and sign, or say no"), title, reverse("sign", args=[code]))


def _offers(work: QuerySet[Engagement], side: Side) -> Iterator[Need]:
    rows = Offer.objects.filter(
        engagement__in=work, state=OfferState.OPEN, ends_at__gt=Now()
    ).exclude(side=side)
    for code, title in _named(rows.order_by("ends_at")):
        yield Need(_("Answer the terms"), title, reverse("terms", args=[code]))


def _stages(work: QuerySet[Engagement], state: str, said: str | Promise) -> Iterator[Need]:
    rows = Milestone.objects.filter(engagement__in=work, state=state)
    named = rows.order_by("review_ends_at", "due_on").values_list(
        "engagement__code", "number", "title"
    )
    for code, number, title in named[:MOST]:
        yield Need(said, title, reverse("stage", args=[code, number]))


def _pay_that_waits(viewer: Viewer) -> Iterator[Need]:
    """Say it once, however much pay waits: one set-up serves for all."""
    rows = Payout.objects.filter(
        engagement__in=_engagements(viewer), state=PayoutState.WAITING_FOR_SETUP
    )
    for title in rows.order_by("created_at").values_list("engagement__posting__title", flat=True)[
        :1
    ]:
        yield Need(_("Choose where to be paid"), title, reverse("money"))


def _unfunded(work: QuerySet[Engagement]) -> Iterator[Need]:
    rows = work.filter(state=EngagementState.WORKING, milestones__state=MilestoneState.PLANNED)
    for code, title in (
        rows.order_by("created_at").values_list("code", "posting__title").distinct()[:MOST]
    ):
        yield Need(_("Pay in, so that work can start"), title, reverse("pay", args=[code]))


def _interests(viewer: Viewer) -> Iterator[Need]:
    rows = Interest.objects.visible_to(viewer).filter(state=InterestState.SENT)
    found = list(rows.values_list("consultant_id", "posting__code", "posting__title")[:MOST_READ])
    if not found:
        return
    seen = consent.who_is_seen(consultant for consultant, _code, _title in found)
    named = {code: title for consultant, code, title in found if consultant in seen}
    for code, title in named.items():
        yield Need(_("Somebody is interested"), title, reverse("org_project", args=[code]))


def _without_terms(work: QuerySet[Engagement]) -> Iterator[Need]:
    rows = work.filter(state=EngagementState.TALKING, offers=None)
    for code, title in rows.order_by("created_at").values_list("code", "posting__title")[:MOST]:
        yield Need(_("Write the first version of the terms"), title, reverse("terms", args=[code]))


def _sent_back(organization: Organization) -> Iterator[Need]:
    for code, title in sent_back(organization.pk).values_list("code", "title")[:MOST]:
        yield Need(_("Change what was sent back"), title, reverse("org_project", args=[code]))


def _vouches(viewer: Viewer) -> Iterator[Need]:
    for vouch in questions_waiting(viewer)[:MOST]:
        about, path = vouch.organization_check.name, reverse("org_check_answer", args=[vouch.code])
        yield Need(_("Do you know this organization?"), about, path)


def _next_check(organization: Organization) -> Iterator[Need]:
    if not may_ask(organization) or open_check_of(organization):
        return
    about = str(_("Your organization is not checked now"))
    if organization.is_checked and organization.checked_until:
        about = _("The check ends on %(day)s") % {"day": day_in_words(organization.checked_until)}
    yield Need(_("Ask for the next check"), about, reverse("org_check"))


def _named(rows: QuerySet[Contract] | QuerySet[Offer]) -> list[tuple[str, str]]:
    return list(rows.values_list("engagement__code", "engagement__posting__title")[:MOST])
