"""Walks every address as every role and notes where each marker turned up."""

import html
import io
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from config import logs
from tests.leaks.addresses import EXAMPLES, Example
from tests.leaks.world import CHOICES, Canary, Pair, World

# Pages of one person, where the label of a choice tells that person's item.
PAGES_OF_ONE_PERSON = frozenset({"person", "profile", "public_page", "desk_access_look"})
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
SERVER_ERROR = 500
GET, POST = "get", "post"


@dataclass(frozen=True)
class Sighting:
    """A marker that turned up: who looked, on which page, and where on it (page, title or header)."""

    role: str
    page: str
    place: str
    canary: Canary
    looker: str = ""  # the state of the person, where the owner looks

    def __str__(self) -> str:
        who = f"{self.role} {self.looker}".strip()
        whose = f"{self.canary.item} of “{self.canary.state}”"
        return f"{who} sees {whose} in the {self.place} of {self.page}"


@dataclass(frozen=True)
class Looker:
    """Somebody who walks: their role, their own state if they are one of the people, their browser."""

    role: str
    state: str
    client: Client
    pairs: list[Pair]


@dataclass
class Walk:
    """The sightings of a walk, and the pages that failed."""

    world: World
    methods: tuple[str, ...] = (GET, POST)
    names: Iterable[str] = tuple(EXAMPLES)
    sightings: set[Sighting] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    looked_at: int = 0

    def as_role(self, role: str) -> None:
        """Look at every address as one role."""
        self._go(Looker(role, "", signed_in(self.world.viewers[role]), pairs_for(self.world, role)))

    def as_owner_of(self, state: str) -> None:
        """Look at every address as one of the people."""
        pairs = [pair for pair in self.world.pairs.values() if pair.state == state]
        self._go(Looker("owner", state, signed_in(self.world.people[state].user), pairs))

    def _go(self, looker: Looker) -> None:
        for name in self.names:
            for address, pair in addresses_of(name, EXAMPLES[name], looker):
                for method in (POST,) if EXAMPLES[name].by_post else self.methods:
                    answer = ask(looker.client, method, address)
                    self.looked_at += 1
                    if answer.status_code >= SERVER_ERROR:
                        self.failures.append(
                            f"{looker.role} {method} {address}: {answer.status_code}"
                        )
                    self._note(looker, name, pair, answer)

    def _note(self, looker: Looker, page: str, pair: Pair | None, answer: HttpResponseBase) -> None:
        whose = looker.state or (pair.state if pair else "")
        for place, text in places_of(answer):
            for canary in self.world.canaries:
                if canary.item in CHOICES and (
                    page not in PAGES_OF_ONE_PERSON or canary.state != whose
                ):
                    continue
                if canary.marker in text:
                    self.sightings.add(Sighting(looker.role, page, place, canary, looker.state))


def pairs_for(world: World, role: str) -> list[Pair]:
    """Return a viewer's own pairs (or somebody's, of every person), and one of each other kind to try."""
    kinds = [
        kind
        for kind in ("working", "invited", "interested", "asking", "picked")
        if kind in world.members and kind != role
    ]
    own = list(world.pairs_of(role)) or list(world.pairs_of(kinds[0]))
    return own + [next(world.pairs_of(kind)) for kind in kinds]


def signed_in(user: User | None) -> Client:
    """Return a browser, signed in or not, that gets error pages instead of exceptions."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="accounts.backends.NameOrAddressBackend")
    return client


def addresses_of(name: str, example: Example, looker: Looker) -> Iterator[tuple[str, Pair | None]]:
    """Yield each address of one name once, with the pair it was made from."""
    if example.of_pair is None:
        yield from ((address, None) for address in example.addresses(name, None))
        return
    seen: set[str] = set()
    for pair in looker.pairs:
        for address in example.addresses(name, pair):
            if example.own_only and looker.role != "owner" and seen:
                return
            if address not in seen:
                seen.add(address)
                yield address, pair


def ask(client: Client, method: str, address: str) -> HttpResponseBase:
    """Ask for a page and take back whatever it changed, the session too."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, method)(address)
        if getattr(answer, "streaming", False):
            answer.walked = b"".join(answer)  # type: ignore[attr-defined,call-overload]
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def content_of(answer: Any) -> bytes:
    """Return the whole body, streamed or not."""
    return bytes(answer.walked if answer.streaming else answer.content)


def places_of(answer: Any) -> Iterator[tuple[str, str]]:
    """Yield the header, the title and the page of an answer as text."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    yield "header", f"{answer.status_code} {answer.reason_phrase}\n{headers}"
    content = content_of(answer)
    if answer.get("Content-Type", "").startswith("application/pdf"):
        reader = PdfReader(io.BytesIO(content))
        yield "title", str(reader.metadata)
        yield "page", "\n".join(page.extract_text() for page in reader.pages)
        return
    text = html.unescape(content.decode(errors="replace"))
    yield "page", TITLE.sub("", text)
    yield "title", "\n".join(TITLE.findall(text))


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Collect what the real handler would write, down to the smallest message."""
    made, out = logs.configuration()["formatters"]["ids"], io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(logs.unformatted)
    handler.setFormatter(
        made["()"](foreign_pre_chain=made["foreign_pre_chain"], processors=made["processors"])
    )
    root, statements = logging.getLogger(), logging.getLogger("django.db.backends")
    level, quiet = root.level, statements.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    statements.setLevel(logging.WARNING)  # Django logs statements in no mode of ours
    try:
        yield out
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        statements.setLevel(quiet)


def mailed() -> str:
    """Return every mail that was sent, whole."""
    return "\n".join(message.message().as_string() for message in mail.outbox)


def markers_in(world: World, text: str) -> list[str]:
    """Return the items whose marker is in a text that may hold none; labels of choices prove nothing."""
    return sorted(
        f"{canary.item} of “{canary.state}”"
        for canary in world.canaries
        if canary.item not in CHOICES and _stands_in(text, canary.marker)
    )


def _stands_in(text: str, marker: str) -> bool:
    """Whether a text holds a marker; a number must stand alone: times and ports hold any five digits."""
    if not marker.isdigit():
        return marker in text
    return re.search(rf"(?<![\d.:]){marker}(?!\d)", text) is not None
