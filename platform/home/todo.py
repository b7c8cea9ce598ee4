"""What waits for a person: what they can do next, in the order that helps them most."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultants import visibility
from consultants.consents.queries import open_takedowns, waiting_requests
from core.clock import ClockNow
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
from organizations.models import Membership, Organization
from organizations.permissions import MAY_ARRANGE, MAY_SPEAK
from organizations.verification.queries import open_check_of, questions_waiting
from organizations.verification.services import may_ask
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


@dataclass(frozen=True)
class Source:
    """Rows of one kind that wait: what is to be done with them, on which page, the first to end first."""

    said: str | Promise
    view: str
    rows: QuerySet[Any]
    order: tuple[str, ...]
    code: str = "engagement__code"  # "" where the page is the person's own
    title: str = "engagement__posting__title"
    number: str = ""
    most: int = MOST

    def asked(self, place: int) -> QuerySet[Any, Any]:
        """Return its first rows in the form that all sources share, to be asked at once."""
        return self.rows.order_by(*self.order).values_list(
            Value(place, output_field=IntegerField()),
            Window(RowNumber(), order_by=list(self.order)),
            F(self.code) if self.code else Value("", output_field=CharField()),
            F(self.number) if self.number else Value(0, output_field=IntegerField()),
            F(self.title),
        )[: self.most]

    def need(self, code: str, number: int, title: str) -> Need:
        """Put one row into words."""
        args = [one for one in (code, number) if one]
        return Need(self.said, title, reverse(self.view, args=args))


def ask_all(*sources: Source) -> list[list[Need]]:
    """Return what waits in each of the sources, asked in one query."""
    first, *others = [source.asked(place) for place, source in enumerate(sources)]
    found: list[list[Need]] = [[] for _source in sources]
    for place, _order, code, number, title in sorted(first.union(*others, all=True)):
        found[place].append(sources[place].need(code, number, title))
    return found


def needs_of_consultant(viewer: Viewer) -> list[Need]:
    """Return at most five things that wait for a consultant."""
    work = _engagements(viewer)
    return _first(
        *ask_all(
            _invitations(viewer),
            _requests(viewer),
            _contracts(work, Side.CONSULTANT),
            _offers(work, Side.CONSULTANT),
            _pay_that_waits(work),
            _stages(work, MilestoneState.READY, _("Hand in a stage when it is done")),
        )
    )


def needs_of_organization(viewer: Viewer, membership: Membership) -> list[Need]:
    """Return at most five things that wait for an organization and are this member's to do."""

    organization = membership.organization
    # who is not limited sees all of the organization's work: no need to ask for each
    whole = Engagement.objects.filter(organization=organization)
    work = _engagements(viewer) if membership.limited else whole

    def own(power: str) -> QuerySet[Engagement]:
        return where_member_may(power, membership, work)

    arranges = not membership.limited and membership.role in MAY_ARRANGE
    owns = not membership.limited and membership.role in MAY_SPEAK
    to_approve, to_sign, to_pay, to_answer, to_begin, returned = ask_all(
        _stages(own("approve"), MilestoneState.HANDED_IN, _("Look at the work and approve it")),
        _contracts(own("sign"), Side.ORGANIZATION),
        _unfunded(own("pay")),
        _offers(own("negotiate"), Side.ORGANIZATION),
        _without_terms(own("negotiate")),
        _sent_back(organization),
    )
    return _first(
        _takedowns(viewer) if arranges else (),
        _next_check(organization) if owns else (),
        to_approve,
        to_sign,
        to_pay,
        to_answer,
        _interests(viewer) if arranges else (),
        returned if arranges else (),
        to_begin,
        _vouches(viewer) if owns and organization.is_checked else (),
    )


def _first(*groups: Iterable[Need]) -> list[Need]:
    found: list[Need] = []
    for group in groups:
        for need in group:
            found.append(need)
            if len(found) == MOST:
                return found
    return found


def _engagements(viewer: Viewer) -> QuerySet[Engagement]:
    return Engagement.objects.visible_to(viewer)


def _invitations(viewer: Viewer) -> Source:
    rows = Invitation.objects.visible_to(viewer).filter(
        state=InvitationState.SENT, ends_at__gt=ClockNow()
    )
    said = _("Answer an invitation")
    return Source(said, "invitation", rows, ("ends_at",), code="code", title="posting__title")


def _requests(viewer: Viewer) -> Source:
    rows, said = waiting_requests(viewer), _("Answer what you are asked")
    return Source(said, "asked", rows, ("ends_at",), code="code", title="organization__name")


def _takedowns(viewer: Viewer) -> Iterator[Need]:
    for row in open_takedowns(viewer)[:MOST]:
        day = day_in_words(row.due_on)
        said = _("Until %(day)s") % {"day": day}
        path = reverse("takedown", args=[row.consent.code])
        yield Need(_("Delete what you kept"), said, path)


def _contracts(work: QuerySet[Engagement], side: Side) -> Source:
    signed = Signature.objects.filter(contract=OuterRef("pk"), side=side)
    rows = Contract.objects.filter(
        ~Exists(signed), engagement__in=work, state=ContractState.WAITING
    )
    return Source(_("Read the contract and sign, or say no"), "sign", rows, ("drafted_at",))


def _offers(work: QuerySet[Engagement], side: Side) -> Source:
    rows = Offer.objects.filter(
        engagement__in=work, state=OfferState.OPEN, ends_at__gt=ClockNow()
    ).exclude(side=side)
    return Source(_("Answer the terms"), "terms", rows, ("ends_at",))


def _stages(work: QuerySet[Engagement], state: str, said: str | Promise) -> Source:
    rows = Milestone.objects.filter(engagement__in=work, state=state)
    order = ("review_ends_at", "due_on")
    return Source(said, "stage", rows, order, title="title", number="number")


def _pay_that_waits(work: QuerySet[Engagement]) -> Source:
    """Say it once, however much pay waits: one set-up serves for all."""
    rows = Payout.objects.filter(engagement__in=work, state=PayoutState.WAITING_FOR_SETUP)
    return Source(_("Choose where to be paid"), "money", rows, ("created_at",), code="", most=1)


def _unfunded(work: QuerySet[Engagement]) -> Source:
    planned = Milestone.objects.filter(engagement=OuterRef("pk"), state=MilestoneState.PLANNED)
    rows = Engagement.objects.filter(Exists(planned), pk__in=work, state=EngagementState.WORKING)
    return _whole(_("Pay in, so that work can start"), "pay", rows)


def _interests(viewer: Viewer) -> Iterator[Need]:
    rows = Interest.objects.visible_to(viewer).filter(state=InterestState.SENT)
    found = list(rows.values_list("consultant_id", "posting__code", "posting__title")[:MOST_READ])
    if not found:
        return
    seen = visibility.who_is_seen(consultant for consultant, _code, _title in found)
    named = {code: title for consultant, code, title in found if consultant in seen}
    for code, title in named.items():
        yield Need(_("Somebody is interested"), title, reverse("org_project", args=[code]))


def _without_terms(work: QuerySet[Engagement]) -> Source:
    rows = Engagement.objects.filter(pk__in=work, state=EngagementState.TALKING, offers=None)
    return _whole(_("Write the first version of the terms"), "terms", rows)


def _whole(said: str | Promise, view: str, rows: QuerySet[Engagement]) -> Source:
    return Source(said, view, rows, ("created_at",), code="code", title="posting__title")


def _sent_back(organization: Organization) -> Source:
    rows, said = sent_back(organization.pk), _("Change what was sent back")
    return Source(said, "org_project", rows, ("-pk",), code="code", title="title")


def _vouches(viewer: Viewer) -> Iterator[Need]:
    for vouch in questions_waiting(viewer)[:MOST]:
        about, path = vouch.verification.name, reverse("org_check_answer", args=[vouch.code])
        yield Need(_("Do you know this organization?"), about, path)


def _next_check(organization: Organization) -> Iterator[Need]:
    if not may_ask(organization) or open_check_of(organization):
        return
    about = str(_("Your organization is not checked now"))
    if organization.is_checked and organization.checked_until:
        about = _("The check ends on %(day)s") % {"day": day_in_words(organization.checked_until)}
    yield Need(_("Ask for the next check"), about, reverse("org_check"))
