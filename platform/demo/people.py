"""Who lives in the demo world. Everybody and everything here is invented."""

from dataclasses import dataclass, field
from typing import Any

from consultants.items import Audience
from organizations.models import Kind

PASSWORD = "a demo passphrase"  # noqa: S105 - known to everybody; for one's own machine only
ADMINISTRATOR = "desk@desk.example"
SECOND_ADMINISTRATOR = "second@desk.example"  # a check needs two


@dataclass(frozen=True)
class Person:
    """A consultant: how they sign in, and their items with one audience each."""

    username: str
    language: str
    items: dict[str, tuple[Any, Audience]]
    may_invite: int = 0

    @property
    def working_name(self) -> str:
        """The name they work under."""
        return str(self.items["name"][0])


@dataclass(frozen=True)
class Team:
    """An organization and the one member who registered it."""

    name: str
    website: str
    about: str
    kind: Kind
    member_email: str
    member_name: str
    member_title: str
    is_checked: bool = True


@dataclass(frozen=True)
class Project:
    """A posting of one of the teams."""

    team: int
    title: str
    summary: str
    deliverable: str
    kind_of_work: str
    hours: int
    fee_amount: int
    days: tuple[int, int]
    more: dict[str, Any] = field(default_factory=dict)


ME, PICKED, TALKING, CHECKED, ANY = (
    Audience.ONLY_ME,
    Audience.PICKED,
    Audience.TALKING,
    Audience.CHECKED,
    Audience.ANYONE,
)

CONSULTANTS = (
    Person(
        "amber-lantern-41",
        "en",
        {
            "name": ("Amber Lantern", CHECKED),
            "introduction": ("I review policies and forms so that people can use them.", CHECKED),
            "expertise": ([1, 3], CHECKED),
            "languages": ([1, 2], CHECKED),
            "rate": (11_000, TALKING),
            "region": (4, TALKING),
            "email": ("amber@mail.example", ME),
        },
        may_invite=2,
    ),
    Person(
        "rio-de-papel-7",
        "es",
        {
            "name": ("Río de Papel", CHECKED),
            "introduction": ("Enseño a equipos a preguntar en vez de suponer.", TALKING),
            "expertise": ([2, 7], CHECKED),
            "languages": ([2, 1], CHECKED),
            "availability": (2, CHECKED),
            "legal_name": ("Persona Inventada Ejemplo", ME),
        },
        may_invite=2,
    ),
    Person(
        "quiet-harbor-19",
        "en",
        {
            "name": ("Quiet Harbor", ANY),
            "pronouns": ("they/them", CHECKED),
            "expertise": ([5, 6], ANY),
            "rate": (9_500, CHECKED),
            "past_work": ("Advised an invented study on housing.", TALKING),
        },
        may_invite=2,
    ),
    Person("paper-kite-88", "en", {"name": ("Paper Kite", ME), "expertise": ([8], ME)}),
)

ORGANIZATIONS = (
    Team(
        "Example House",
        "https://house.example/",
        "Housing and counselling in an invented city.",
        Kind.SERVICE,
        "casey@house.example",
        "Casey Example",
        "Training coordinator",
    ),
    Team(
        "Sample University",
        "https://university.example/",
        "Research on fair work at an invented university.",
        Kind.RESEARCH,
        "noor@university.example",
        "Noor Sample",
        "Research lead",
    ),
    Team(
        "Placeholder Fund",
        "https://fund.example/",
        "An invented funder that has just registered.",
        Kind.FUNDER,
        "lee@fund.example",
        "Lee Placeholder",
        "Program officer",
        is_checked=False,
    ),
    Team(
        "The Examp1e House",
        "https://examp1e-house.example/",
        "Looks like another organization, and is none.",
        Kind.SERVICE,
        "sam@examp1e-house.example",
        "Sam Lookalike",
        "Director",
        is_checked=False,
    ),
)

POSTINGS = (
    Project(
        0,
        "Review of the intake forms",
        "Read our four intake forms. Tell us which questions to drop, and how to ask the rest.",
        "Comments on four forms",
        "policy_review",
        16,
        176_000,
        (7, 35),
        {"support": ["translation", "debrief"], "ways_to_join": ["writing", "video", "camera_off"]},
    ),
    Project(
        1,
        "Workshop for interviewers",
        "Plan and lead one workshop for eight interviewers. It is about asking well, not about your life.",
        "One workshop of three hours, with notes",
        "training",
        20,
        240_000,
        (10, 50),
        {
            "in_the_room": ["funders"],
            "support": ["interpreter", "breaks"],
            "place": "either",
            "region": "Midwest US",
            "ways_to_join": ["video", "in_person"],
        },
    ),
    Project(
        0,
        "Advice on a housing study",
        "Three calls with our research partner, and short written advice after each.",
        "Three pages of advice",
        "research",
        12,
        126_000,
        (14, 60),
        {"ways_to_join": ["voice", "writing"], "language": "es"},
    ),
    Project(
        1,
        "Panel for a public talk",
        "One hour on a panel about fair pay. Police take part in the audience.",
        "One panel of an hour, with two hours to prepare",
        "speaking",
        5,
        60_000,
        (21, 45),
        {
            "in_the_room": ["police", "public", "press"],
            "recording_uses": ["video"],
            "recording": "The talk is filmed and shown for a year. You may appear without your name.",
            "ways_to_join": ["in_person", "voice"],
            "place": "in_person",
            "region": "Midwest US",
        },
    ),
)

PAST_PROJECT = Project(
    0,
    "Comments on a poster",
    "Read one poster for our waiting room. Say what you would change.",
    "A page of comments",
    "policy_review",
    5,
    55_000,
    (3, 20),
    {"ways_to_join": ["writing"]},
)

HALF_WRITTEN_PROJECT = Project(
    0,
    "A short guide for night staff",
    "Write two pages on how to greet people who arrive at night.",
    "Two pages",
    "curriculum",
    10,
    0,
    (20, 50),
)

PROJECT_IN_REVIEW = Project(
    1,
    "Reading of old brochures",
    "Read twelve brochures that speak of rescue. Say how you would write them today.",
    "Notes on twelve brochures",
    "research",
    14,
    154_000,
    (15, 40),
    {"ways_to_join": ["writing", "voice"], "language": "en"},
)
