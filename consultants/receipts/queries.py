"""Reading one's own consent events, and what a receipt tells around one of them."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from consultants import consent_log, consent_words
from consultants.consent_log_verification import is_as_written
from consultants.consent_scope import Purpose, Use, uses_in
from consultants.items import Audience, names_in
from consultants.models import Consent, ConsentEvent, ConsentRequest, ConsentStep, MayInvite
from consultants.people_codes import code_for
from core.dates import day_in_words, moment_in_words
from core.facts import Fact, listed
from core.states import Actor
from core.viewer import Viewer
from organizations.models import Organization
from security.sealing import NotOurs

M = TypeVar("M", bound=Model)
NO_ORGANIZATION = 0  # no organization has this number: the code of a person that only receipts use


@dataclass(frozen=True)
class Line:
    """An event in a list: what happened, about what, and with whom."""

    event: ConsentEvent
    organization: Organization | None

    @property
    def label(self) -> str:
        """What happened, in words."""
        return str(ConsentStep(self.event.name).label)

    @property
    def hint(self) -> str:
        """With whom, or which item and who can see it, and when."""
        is_item = self.event.name == ConsentStep.AUDIENCE
        about = [
            self.organization.name if self.organization else "",
            consent_words.item_labels(self.event.items) if is_item else "",
            level_of(self.event),
            day_in_words(self.event.at, weekday=False),
        ]
        return " · ".join(part for part in about if part)


@dataclass(frozen=True)
class Receipt:
    """One event with the rows that it names, all its owner's own."""

    event: ConsentEvent
    user: User
    organization: Organization | None
    consent: Consent | None
    request: ConsentRequest | None

    @property
    def label(self) -> str:
        """What happened, in words."""
        return str(ConsentStep(self.event.name).label)

    @cached_property
    def words(self) -> str | None:
        """The words as they were shown; None where they can't be opened any more."""
        try:
            return consent_log.words_of(self.event, user=self.user)
        except NotOurs:
            return None

    @property
    def is_as_written(self) -> bool:
        """Whether the row still has the hash that it was given."""
        return is_as_written(self.event)

    @property
    def item_names(self) -> tuple[str, ...]:
        """The items that it names, in the usual order."""
        return names_in(self.event.items)

    @property
    def use_list(self) -> tuple[Use, ...]:
        """The uses outside the application that it names."""
        return uses_in(self.event.uses)

    @property
    def purpose(self) -> str:
        """What for, in words; empty where nothing was permitted for a purpose."""
        return str(Purpose(self.event.purpose).label) if self.event.purpose else ""

    @property
    def level(self) -> str:
        """Who could see an item, or invite, from then on; empty for all else."""
        return level_of(self.event)

    @property
    def who(self) -> str:
        """Who took the step, as its owner reads it."""
        others = {Actor.ORGANIZATION: _("The organization"), Actor.TIMER: _("It ended by itself")}
        return others.get(Actor(self.event.by), _("You"))

    @property
    def rows(self) -> list[Fact]:
        """What happened, line by line, for the page and for paper."""
        event = self.event
        rows = {
            _("When"): moment_in_words(event.at),
            _("Who did it"): self.who,
            _("With"): self.organization.name if self.organization else "",
            _("Items of the profile"): consent_words.item_labels(event.items),
            _("Use outside this application"): listed(Use, self.use_list),
            _("Who, from then on"): self.level,
            _("What for"): self.purpose,
            _("Until"): day_in_words(event.until, weekday=False) if event.until else "",
        }
        return [Fact(label, text) for label, text in rows.items() if text]

    @property
    def principal(self) -> str:
        """The person's code: the one by which this organization knows them, or one that nobody else has."""
        organization_id = self.event.organization_id or NO_ORGANIZATION
        return code_for(organization_id, self.event.consultant_id)

    @property
    def record_id(self) -> str:
        """What stays the same over all receipts of one permission."""
        row = self.consent or self.request
        return row.code if row else self.event.hash


def level_of(event: ConsentEvent) -> str:
    """Return in words what an event set: an audience, or who may invite; empty for all else."""
    if event.level is None:
        return ""
    is_item = event.name == ConsentStep.AUDIENCE
    return str((Audience if is_item else MayInvite)(event.level).label)


def own_events(viewer: Viewer) -> QuerySet[ConsentEvent]:
    """Return all that happened to the acting consultant's consent, newest first."""
    assert viewer.user_id is not None  # these pages are for the signed-in
    return ConsentEvent.objects.filter(consultant__user_id=viewer.user_id)


def events_of(consent: Consent) -> QuerySet[ConsentEvent]:
    """Return what happened to one permission, from the question on, newest first."""
    asked = Q(request_id=consent.request_id) if consent.request_id else Q()
    return ConsentEvent.objects.filter(
        Q(consent_id=consent.pk) | asked, consultant=consent.consultant_id
    )


def earlier(receipt: Receipt) -> QuerySet[ConsentEvent]:
    """Return the receipts of the same permission, or of the same question, before this one."""
    event = receipt.event
    if receipt.consent:
        rows = events_of(receipt.consent)
    elif event.request_id:
        rows = ConsentEvent.objects.filter(request_id=event.request_id)
    else:
        rows = ConsentEvent.objects.none()
    return rows.filter(consultant=event.consultant_id, number__lt=event.number)


def lines_of(events: list[ConsentEvent]) -> list[Line]:
    """Put each event beside its organization, found in one look."""
    wanted = {event.organization_id for event in events if event.organization_id}
    found = Organization.objects.in_bulk(wanted)
    return [Line(event, found.get(event.organization_id or NO_ORGANIZATION)) for event in events]


def receipt_of(event: ConsentEvent, *, user: User) -> Receipt:
    """Return the receipt of one of the user's own events."""
    return Receipt(
        event,
        user,
        organization=_row(Organization, event.organization_id),
        consent=_row(Consent, event.consent_id),
        request=_row(ConsentRequest, event.request_id),
    )


def _row(model: type[M], pk: int | None) -> M | None:
    return None if pk is None else model._default_manager.filter(pk=pk).first()
