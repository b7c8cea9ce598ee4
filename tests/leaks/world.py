"""People with a marker in every private item, and an organization for each way of standing to them.

Made by the services that the pages call: everybody is seen and found first, then each person decides.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts.models import User
from consultants import access_cases
from consultants.blocks.services import block
from consultants.consent_scope import Scope
from consultants.consents import requests
from consultants.consents.services import give, stop
from consultants.items import Audience
from consultants.models import AccessCase, Consent, ConsentRequest, Consultant, MayInvite
from consultants.people_codes import code_for
from consultants.profile import photos
from consultants.profile.services import change_audience, change_may_invite, pause
from engagements.invitations import services as invitations
from engagements.models import Contract, Engagement, Interest, Invitation, Posting
from organizations.concerns import services as concerns
from organizations.models import Concern, Membership, Organization
from security.uploads import kept
from tests.clock import moved_clock
from tests.conftest import as_owner
from tests.engagements.work import Work, make_posting
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)
from tests.leaks import truth

# Items chosen from lists have no words of their own: rare choices, told by their label on pages of one person.
CHOICES: dict[str, tuple[Any, str]] = {
    "expertise": ([8], "Peer support design"),
    "languages": ([5], "Haitian Creole"),
    "region": (7, "Latin America and the Caribbean"),
    "availability": (2, "Within a month"),
}
ORGANIZATION_ROLES = (
    "unverified",
    "stranger",
    "police",
    "invited",
    "interested",
    "asking",
    "picked",
    "talking",
    "working",
    "lapsed",
    "blocked",
)


@dataclass(frozen=True)
class Canary:
    """A marker planted in one item of one person; pieces of a pair name the organization's role."""

    state: str
    item: str
    marker: str
    pair_role: str = ""


@dataclass
class Pair:
    """One person and one organization, with what lies between them."""

    state: str
    role: str
    consultant: Consultant
    member: User
    posting: Posting
    request: ConsentRequest | None = None
    consent: Consent | None = None
    invitation: Invitation | None = None
    interest: Interest | None = None
    engagement: Engagement | None = None
    contract: Contract | None = None
    case: AccessCase | None = None
    concern: Concern | None = None

    @property
    def organization(self) -> Organization:
        """The organization."""
        return self.posting.organization

    @property
    def code(self) -> str:
        """How this organization's addresses name the person."""
        return code_for(self.posting.organization_id, self.consultant.pk)


@dataclass
class World:
    """Everybody, what lies between them, and every marker."""

    states: tuple[str, ...]
    people: dict[str, Consultant] = field(default_factory=dict)
    members: dict[str, User] = field(default_factory=dict)
    viewers: dict[str, User | None] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Pair] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)

    def pairs_of(self, role: str) -> Iterator[Pair]:
        """Yield the pairs of one organization's role."""
        for state in self.states:
            if (state, role) in self.pairs:
                yield self.pairs[state, role]

    def plant(self, state: str, item: str, marker: str, *, pair_role: str = "") -> str:
        """Remember a marker, and return it."""
        self.canaries.append(Canary(state, item, marker, pair_role))
        return marker


def build(
    states: tuple[str, ...] = truth.STATES,
    roles: tuple[str, ...] = ORGANIZATION_ROLES,
) -> World:
    """Return the world, with everything decided that its people decide."""
    world = World(states)
    for number, state in enumerate(states):
        world.people[state] = add_person(world, state, number)
    for role in roles:
        world.members[role] = add_organization(role)
        draft = {"state": "draft"} if role == "unverified" else {}
        posting = make_posting(world.members[role], **draft)
        for state in states:
            pair = Pair(state, role, world.people[state], world.members[role], posting)
            world.pairs[state, role] = pair
            tie_together(world, pair)
    for state in states:
        decide(world, state)
    let_time_pass(world)
    add_viewers(world)
    open_cases(world)
    raise_concerns(world)
    return world


def add_person(world: World, state: str, number: int) -> Consultant:
    """Return somebody with a marker in every item, all shown to checked organizations, invitable."""
    values = marked_values(world, state, number)
    consultant = make_consultant(values.pop("name"), audience=Audience.CHECKED, **values)
    User.objects.filter(pk=consultant.user_id).update(
        username=world.plant(state, "user_name", f"thessaly-{number}x")
    )
    with acting(consultant.user):
        change_may_invite(consultant, may_invite=MayInvite.CHECKED, actor=consultant.user)
    return consultant


def marked_values(world: World, state: str, number: int) -> dict[str, Any]:
    """Return a value of the right shape for every item, each with its marker."""
    texts = {
        "name": f"Quillon Vesper{number}x",
        "pronouns": f"vo{number}x/vor",
        "introduction": f"I advise on zarnike{number}x.",
        "past_work": f"A talk on morvath{number}x.",
        "reference": f"Ask at Thulewick{number}x House.",
        "statement": f"My words are ondrilax{number}x.",
        "email": f"kestrel{number}x@mail.example",
        "phone": f"+1 555 014 77{number}3",
        "legal_name": f"Ysolde Harrowgate{number}x",
        "address": f"{number}1947 Bramblecote{number}x Lane",
    }
    for item, marker in texts.items():
        world.plant(state, item, marker)
    rate = 70_713 + number * 1_000
    world.plant(state, "rate", f"{rate / 100:.2f}")
    world.plant(state, "rate", str(rate))
    photo = photos.keep(picture(f"pixels of person {number}x"))
    world.plant(state, "photo", f"pixels of person {number}x")
    world.plant(state, "photo_file", photo.rsplit("/", 1)[-1].removesuffix(".jpg"))
    for item, (_value, label) in CHOICES.items():
        world.plant(state, item, label)
    choices = {item: value for item, (value, _label) in CHOICES.items()}
    return {**texts, **choices, "rate": rate, "photo": photo}


def picture(comment: str) -> bytes:
    """Return a small JPEG whose bytes hold the marker, as if it were in the pixels."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", comment=comment.encode())
    return out.getvalue()


def add_organization(role: str) -> User:
    """Return the owner of an organization of this role."""
    if role == "unverified":
        return make_member()
    return make_checked_member(kind="police" if role == "police" else "service")


def tie_together(world: World, pair: Pair) -> None:
    """Bring the two to where the role says, while the person is still open to it."""
    steps = {"invited": invite, "interested": show_interest, "asking": ask}
    if pair.role in steps:
        steps[pair.role](world, pair)
    if pair.role in truth.WITH_A_ROOM:
        agree(world, pair)


def invite(world: World, pair: Pair) -> None:
    """Let the organization invite the person."""
    message = mark_pair(world, pair, "invitation_message")
    with acting(pair.member):
        pair.invitation = invitations.invite(
            pair.posting, consultant=pair.consultant, actor=pair.member, message=message
        )


def show_interest(world: World, pair: Pair) -> None:
    """Let the person show interest, and some items with it."""
    note = mark_pair(world, pair, "interest_note")
    user = pair.consultant.user
    with acting(user):
        pair.interest = invitations.show_interest(
            pair.posting, actor=user, items=truth.WITH_AN_INTEREST, note=note
        )


def ask(world: World, pair: Pair) -> None:
    """Let the organization ask for items."""
    words = mark_pair(world, pair, "request_words")
    scope = Scope(items=truth.GIVEN, purpose="work", purpose_text=words)
    with acting(pair.member):
        pair.request = requests.ask(
            pair.consultant, organization=pair.organization, scope=scope, actor=pair.member
        )


def agree(world: World, pair: Pair) -> None:
    """Open a room with terms on the table; sign, pay and hand in where there is a contract."""
    work = Work(consultant=pair.consultant, member=pair.member)
    pair.engagement, pair.posting = work.engagement, work.posting
    offer = work.offer(off_limit_topics=mark_pair(world, pair, "topics"))
    if pair.role not in truth.WITH_A_CONTRACT:
        return
    pair.contract = work.accept(offer)
    work.sign(pair.contract, work.person, name=mark_pair(world, pair, "typed_name"))
    work.sign(pair.contract, work.member, name="T. Member")
    work.fund()
    content = f"A report: {mark_pair(world, pair, 'file')}".encode()
    work.hand_in(
        note=mark_pair(world, pair, "hand_in_note"), file=kept(SimpleUploadedFile("r.txt", content))
    )


def mark_pair(world: World, pair: Pair, piece: str) -> str:
    """Return a marker for a piece that belongs to one pair."""
    marker = f"Grelm{piece.replace('_', '')} {pair.state} {pair.role}"
    return world.plant(pair.state, piece, marker, pair_role=pair.role)


def decide(world: World, state: str) -> None:
    """Let one person set each item's audience, give, stop, block and pause."""
    consultant = world.people[state]
    user = consultant.user
    with acting(user):
        for item in truth.ITEMS:
            profile = Consultant.objects.get(pk=consultant.pk).profile
            change_audience(profile, item, audience=Audience(truth.level(state, item)), actor=user)
        for role in ("picked", "lapsed", "blocked"):
            if (state, role) in world.pairs and state in ("given", "expired", "stopped", "paused"):
                give_items(world, world.pairs[state, role])
        if (state, "blocked") in world.pairs:
            pair = world.pairs[state, "blocked"]
            block(consultant, organization=pair.organization, actor=user)
        if state == "paused":
            pause(consultant, actor=user)


def give_items(world: World, pair: Pair) -> None:
    """Give the permission; in the past where it has expired by now; stop it where it was stopped."""
    user, now = pair.consultant.user, timezone.now()
    words = mark_pair(world, pair, "permission_words") if pair.role == "picked" else ""
    until = now + timedelta(days=30)
    with ExitStack() as stack:
        if pair.state == "expired":
            until = now - timedelta(hours=1)
            stack.enter_context(moved_clock(days=-2))
        scope = Scope(items=truth.GIVEN, purpose="work", purpose_text=words, until=until)
        pair.consent = give(
            pair.consultant, organization=pair.organization, scope=scope, actor=user
        )
    if pair.state == "stopped":
        stop(pair.consent, actor=user)


def let_time_pass(world: World) -> None:
    """Let the check of the lapsed organization end."""
    if "lapsed" not in world.members:
        return
    organization = world.members["lapsed"].membership.organization
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_organization SET checked_until = now() - interval '1 second'"
            " WHERE id = %s",
            [organization.pk],
        )


def add_viewers(world: World) -> None:
    """Name the account behind each role that looks."""
    world.viewers = {"anonymous": None, "other_consultant": make_consultant("Other Person").user}
    world.viewers |= dict(world.members)
    world.viewers["administrator"] = make_administrator()
    if "working" in world.members:
        world.viewers["former_member"] = former_colleague_of(world.members["working"])


def former_colleague_of(member: User) -> User:
    """Return somebody who acted for a working organization until a moment ago."""
    user = make_member(member.membership.organization)
    Membership.objects.filter(user=user).delete()
    return User.objects.get(pk=user.pk)


def open_cases(world: World) -> None:
    """Let an administrator ask for a look at two items of each person, and another agree."""
    asking = world.viewers["on_a_case"] = make_administrator()
    for state, consultant in world.people.items():
        with acting(asking):
            case = access_cases.ask(
                consultant.code, items=truth.NAMED_IN_THE_CASE, reason="A question", actor=asking
            )
        agreeing = make_administrator()
        with acting(agreeing):
            case = access_cases.approve(case, actor=agreeing)
        for pair in world.pairs.values():
            if pair.state == state:
                pair.case = case


def raise_concerns(world: World) -> None:
    """Let each person tell the desk about an organization, and the desk open it."""
    for state, consultant in world.people.items():
        pairs = [pair for pair in world.pairs.values() if pair.state == state]
        words = world.plant(state, "concern_words", f"Grelmconcern {state}")
        with acting(consultant.user):
            concern = concerns.report(
                pairs[0].organization,
                actor=consultant.user,
                about=Concern.About.MONEY,
                wanted=words,
                happened=words,
            )
        opening = make_administrator()
        with acting(opening):
            concern = concerns.take_up(concern, actor=opening)
        for pair in pairs:
            pair.concern = concern
