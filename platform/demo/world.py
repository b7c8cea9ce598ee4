"""A small believable world, made by the same services that the pages call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import override

from accounts.models import User
from accounts.signup.services import create_consultant, create_member
from consultants.consent_scope import Channel, Purpose, Scope, Use
from consultants.consents import requests, services
from consultants.items import Audience
from consultants.models import Consultant, MayInvite
from consultants.profile.services import change_audience, change_item, change_may_invite
from core import outbox
from core.viewer import Viewer, acting_as, identity_of
from demo import people, teams
from demo.desk import check_teams, tell_the_desk
from demo.looks import look_around
from demo.past import Pair, PayIn, add_finished_work, pay_stage
from demo.projects import add_projects
from engagements.board import services as board
from engagements.contracts import services as contracts
from engagements.invitations import services as invitations
from engagements.models import Contract, Engagement, Invitation, Posting
from engagements.negotiation import services as negotiation
from engagements.terms.first_terms import first_terms
from engagements.terms.terms import Stage, Terms
from organizations.lessons.services import read_all
from organizations.models import Membership
from organizations.registration import services as organizations

Say = Callable[[str], None]


@dataclass(frozen=True)
class SignIn:
    """How to sign in as one person of the demo world."""

    who: str
    name: str
    password: str


def sign_ins() -> list[SignIn]:
    """Return everybody's sign-in, to be printed at the start."""
    password = people.PASSWORD
    rows = [
        SignIn(f"consultant, {one.working_name}", one.username, password)
        for one in people.CONSULTANTS
    ]
    for team in people.ORGANIZATIONS:
        state = "" if team.is_checked else ", not checked yet"
        rows.append(SignIn(f"member of {team.name}{state}", team.member_email, password))
    rows += [SignIn(who, email, password) for who, email in teams.sign_ins()]
    return [
        *rows,
        *(
            SignIn("administrator", address, password)
            for address in (people.ADMINISTRATOR, people.SECOND_ADMINISTRATOR)
        ),
    ]


def is_built() -> bool:
    """Whether the world stands: its last step is its marker."""
    return Invitation.objects.filter(posting__title=people.POSTINGS[2].title).exists()


def build_demo_world(say: Say, *, pay_in: PayIn | None = None) -> None:
    """Make the world unless it stands; `pay_in` plays the payer on the provider's page."""
    if is_built():
        return
    with transaction.atomic():  # all or nothing: an interrupted start begins anew
        contract, payer, past = build_people_and_work(say)
    if pay_in is not None:
        say("payments")
        pay_stage(contract.milestones.get(number=1), payer, pay_in, acting=acting)
        add_finished_work(past, pay_in)
    outbox.drain_once(limit=200)


def build_people_and_work(say: Say) -> tuple[Contract, User, Pair]:
    """Make everything but payments; return the contract to be paid, who pays, and whose work ends."""
    say("consultants")
    consultants = [add_consultant(one) for one in people.CONSULTANTS]
    say("organizations")
    members = [add_team(one) for one in people.ORGANIZATIONS]
    administrator = check_teams(members)
    say("projects")
    opened = add_projects(members, administrator)
    keep_beside_the_board(consultants[0], opened)
    say("work")
    negotiate(start_talk(opened[0], consultants[0]), by=members[0])
    contract = agree(start_talk(opened[1], consultants[1]), consultants[1], members[1])
    share(consultants, members)
    look_around(consultants, members, acting)
    say("teams")
    _finance, limited = teams.add_colleagues(members[1])
    teams.name_on_work(contract.engagement, limited, by=members[1])
    teams.look_at_own_practice(members[1])
    invite(opened[2], consultants[2], members[0])
    tell_the_desk(consultants[2], members[1])
    return contract, members[1], Pair(consultants[2], members[0], acting)


@contextmanager
def acting(user: User) -> Iterator[None]:
    """Act as this person, as a request of theirs does: in their language too."""
    membership = Membership.objects.filter(user=user).first()
    organization_id = membership.organization_id if membership else None
    viewer = Viewer(user.pk, organization_id, user.kind)
    with acting_as(identity_of(viewer)), override(user.language):
        yield


def add_consultant(person: people.Person) -> Consultant:
    """Join, fill in the profile, and choose who sees what."""
    user = create_consultant(person.username, password=people.PASSWORD, language=person.language)
    consultant = Consultant.objects.get(user=user)
    with acting(user):
        profile = consultant.profile
        for name, (value, audience) in person.items.items():
            change_item(profile, name, value=value, actor=user)
            if audience != Audience.ONLY_ME:
                change_audience(profile, name, audience=audience, actor=user)
        change_may_invite(consultant, may_invite=MayInvite(person.may_invite), actor=user)
    return Consultant.objects.select_related("user").get(pk=consultant.pk)


def add_team(team: people.Team) -> User:
    """Register an organization with its first member."""
    user = create_member(team.member_email, password=people.PASSWORD)
    organizations.register(
        actor=user,
        name=team.name,
        website=team.website,
        country="United States",
        about=team.about,
        kind=team.kind,
        own_name=team.member_name,
        title=team.member_title,
    )
    read_all(actor=user)
    return User.objects.get(pk=user.pk)


def keep_beside_the_board(consultant: Consultant, opened: list[Posting]) -> None:
    """Let a consultant keep a search, a project and their usual terms, for their own eyes."""
    user = consultant.user
    with acting(user):
        board.set_usual_terms(
            actor=user, hourly_amount=11_500, not_in_the_room=["police", "press"], no_recording=True
        )
        board.keep_search("kind=policy_review&kind=research&pay=90&no_police=on", actor=user)
        board.keep(opened[2], actor=user)


def start_talk(posting: Posting, consultant: Consultant) -> Engagement:
    """Let a consultant show interest, and the organization say "let's talk"."""
    with acting(consultant.user):
        interest = invitations.show_interest(
            posting, actor=consultant.user, items=frozenset({"expertise"})
        )
    member = posting.created_by
    with acting(member):
        return invitations.answer_interest(interest, actor=member)


def negotiate(engagement: Engagement, *, by: User) -> None:
    """Put a first version of the terms on the table."""
    with acting(by):
        negotiation.make_offer(engagement, terms=two_stages(engagement), actor=by)


def agree(engagement: Engagement, consultant: Consultant, member: User) -> Contract:
    """Bring both sides to a signed contract."""
    with acting(member):
        offer = negotiation.make_offer(engagement, terms=two_stages(engagement), actor=member)
    with acting(consultant.user):
        contract = negotiation.accept_offer(
            offer, number=offer.number, sha256=offer.sha256, actor=consultant.user
        )
    for user, name in ((consultant.user, "Río de Papel"), (member, "Noor Sample")):
        with acting(user):
            contract = contracts.sign(contract, sha256=contract.sha256, typed_name=name, actor=user)
    return contract


def two_stages(engagement: Engagement) -> Terms:
    """Return the posting's terms with the fee in two stages."""
    terms = first_terms(engagement)
    whole = terms.stages[-1]
    half = whole.amount // 2
    first = Stage("Plan", "A written plan", whole.due_on - timedelta(days=10), half)
    last = replace(whole, title="The work itself", amount=whole.amount - half)
    return replace(terms, stages=(first, last), off_limit_topics="Family and health")


def share(consultants: list[Consultant], members: list[User]) -> None:
    """Let one organization ask, and let two people give something; one of them stops it again."""
    asked, given, stopped = scopes()
    with acting(members[0]):
        requests.ask(
            consultants[2],
            organization=members[0].membership.organization,
            scope=asked,
            actor=members[0],
        )
    for person, scope in ((consultants[0], given), (consultants[2], stopped)):
        with acting(person.user):
            row = services.give(
                person,
                organization=members[1].membership.organization,
                scope=scope,
                actor=person.user,
            )
            if scope is stopped:
                services.stop(row, actor=person.user)


def scopes() -> tuple[Scope, Scope, Scope]:
    """Return what is asked, what is given, and what was given for a while."""
    asked = Scope(
        items=frozenset({"past_work", "email"}),
        purpose=Purpose.GETTING_TO_KNOW,
        purpose_text="To prepare a first talk about the reading list.",
        recipients="Nobody else",
    )
    given = Scope(
        purpose_text="One sentence in the yearly report",
        channel=Channel.PRINT,
        uses=frozenset({Use.NAME, Use.QUOTES}),
        output="Yearly report of an invented year",
        uses_allowed=2,
    )
    stopped = Scope(items=frozenset({"rate"}), purpose=Purpose.GETTING_TO_KNOW)
    return asked, given, stopped


def invite(posting: Posting, consultant: Consultant, member: User) -> None:
    """Invite somebody who allows it."""
    with acting(member):
        invitations.invite(
            posting, consultant=consultant, actor=member, message="Your past advice fits this well."
        )
