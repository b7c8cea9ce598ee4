"""What the fifteen pages show: as many people and projects as asked, and a few at work among them."""

from django.db import connection

from accounts.models import User
from consultants.consent_scope import Purpose, Scope
from consultants.consents import requests
from consultants.consents import services as consents
from consultants.items import Audience
from consultants.models import Consultant, MayInvite
from consultants.profile.services import change_may_invite
from engagements.board import services as board
from engagements.invitations import services as invitations
from engagements.models import Posting
from organizations.concerns import services as concerns
from organizations.models import Concern
from tests.bench import world
from tests.bench.bench_board import PROJECT, copy_row
from tests.bench.database import ask, step
from tests.bench.loading import laid_aside
from tests.engagements.work import Work, make_posting
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)

ITEMS = {
    "introduction": "I advise on forms.\nI have read many of them.",
    "expertise": [1, 3, 8],
    "languages": [1, 2],
    "region": 3,
    "rate": 12_000,
    "past_work": "A reading list for new staff.",
    "statement": "Plain words help everybody.",
}
WAITING, SOME = 3, 4


def build(size: int) -> None:
    """Fill an empty database: so many people and so many projects, and those whose pages are asked for."""
    world.build(size)
    with step("people at work"):
        number_on("organizations_organization")
        make_work()
    with step(f"projects {size:,}"):
        make_projects(size)


def number_on(table: str) -> None:
    """Let new rows come after those that were written with their numbers."""
    ask(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def make_work() -> None:
    """Make one consultant and one organization with something on each of their pages, and the desk's day."""
    consultant = make_consultant("Ana Luz", audience=Audience.CHECKED, **ITEMS)
    member = make_checked_member()
    at_work(consultant, member)
    still_talking(consultant)
    still_deciding(member)
    beside_the_board(consultant)
    share(consultant)
    wait_for_the_desk(consultant)


def at_work(consultant: Consultant, member: User) -> None:
    """Bring two to a contract of four stages: one is over, one is handed in, one is paid in."""
    work = Work(consultant=consultant, member=member)
    work.offer(by=work.person, stages=SOME)
    work.start(stages=SOME)
    for number in (1, 2, 3):
        work.fund(number)
    work.hand_in(1)
    work.approve(1)
    work.hand_in(2)


def still_talking(consultant: Consultant) -> None:
    """Let the consultant answer to others: terms, a contract to sign, an invitation."""
    Work(consultant=consultant).offer(stages=2)
    Work(consultant=consultant).agree(stages=2)
    Work(consultant=consultant).start(stages=2)
    with acting(consultant.user):
        change_may_invite(consultant, may_invite=MayInvite.CHECKED, actor=consultant.user)
    for _each in range(2):
        invite(make_checked_member(), consultant)


def invite(member: User, consultant: Consultant) -> None:
    """Let an organization invite somebody to a new project."""
    posting = make_posting(member)
    with acting(member):
        invitations.invite(posting, consultant=consultant, actor=member, message="Would this fit?")


def still_deciding(member: User) -> None:
    """Let others show interest in the organization's projects, be invited, and work for it."""
    posting = make_posting(member, title="A reading list")
    for number in range(SOME):
        other = make_consultant(f"Other {number}", audience=Audience.CHECKED, **ITEMS)
        with acting(other.user):
            invitations.show_interest(
                posting, actor=other.user, items=frozenset({"expertise"}), note="I would like to."
            )
        Work(consultant=make_consultant(f"Also {number}", audience=Audience.TALKING), member=member)


def beside_the_board(consultant: Consultant) -> None:
    """Let the consultant have usual terms, so that each card says what differs."""
    user = consultant.user
    with acting(user):
        board.set_usual_terms(
            actor=user, hourly_amount=11_500, not_in_the_room=["police", "press"], no_recording=True
        )


def share(consultant: Consultant) -> None:
    """Let the consultant give permissions, and be asked for others."""
    given = Scope(items=frozenset({"rate", "email"}), purpose=Purpose.GETTING_TO_KNOW)
    asked = Scope(
        items=frozenset({"past_work", "phone"}), purpose=Purpose.GETTING_TO_KNOW, purpose_text="To prepare a talk."
    )  # fmt: skip
    user = consultant.user
    for _each in range(WAITING):
        with acting(user):
            organization = make_checked_member().membership.organization
            consents.give(consultant, organization=organization, scope=given, actor=user)
        member = make_checked_member()
        with acting(member):
            requests.ask(
                consultant, organization=member.membership.organization, scope=asked, actor=member
            )


def wait_for_the_desk(consultant: Consultant) -> None:
    """Let organizations, projects and concerns wait for the administrators."""
    make_administrator()
    user = consultant.user
    for _each in range(WAITING):
        make_member()
        make_posting(make_checked_member(), state="in_review")
        with acting(user):
            concerns.report(
                make_checked_member().membership.organization,
                actor=user,
                about=Concern.About.MONEY,
                wanted="Pay on time",
                happened="Later than promised",
            )


def make_projects(size: int) -> None:
    """Write open projects that differ as real ones would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        with laid_aside(Posting._meta.db_table):
            copy_row(cursor, Posting._meta.db_table, PROJECT, count=size)
