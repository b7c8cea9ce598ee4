"""The desk of the demo world: what two administrators checked, and what waits for them."""

from accounts.models import User
from accounts.signup.services import create_administrator
from consultants.models import Consultant
from core.viewer import Viewer, acting_as, identity_of
from demo import people
from organizations.concerns import services as concerns
from organizations.models import DnsState, Kind, Proof, Role, Verification
from organizations.verification import services as checks


def check_teams(members: list[User]) -> User:
    """Let two administrators check the teams that the world knows as checked; return one of them."""
    desk = [
        create_administrator(address, password=people.PASSWORD)
        for address in (people.ADMINISTRATOR, people.SECOND_ADMINISTRATOR)
    ]
    for team, member in zip(people.ORGANIZATIONS, members, strict=True):
        check = member.membership.organization.checks.get()
        if team.is_checked:
            show_proofs(check, by=desk[0])
            for administrator in desk:
                checks.decide(
                    check, actor=administrator, decision="real", kind=team.kind, note="Invented."
                )
        elif team.kind == Kind.FUNDER:
            checks.say_register(
                check, actor=member, register="Register of an invented country", number="T-300"
            )
    return desk[0]


def show_proofs(check: Verification, *, by: User) -> None:
    """Show three kinds of proof of an invented organization."""
    looked_into_domain(check, DnsState.FOUND)
    checks.say_register(
        check, actor=owner_of(check), register="Register of an invented country", number="T-100"
    )
    found = {
        Proof.REGISTER: ("Register of an invented country", "T-100"),
        Proof.CALL_BACK: ("In the same register", ""),
    }
    for kind, (source, number) in found.items():
        checks.note_proof(check, actor=by, kind=kind, source=source, number=number)


def looked_into_domain(check: Verification, found: DnsState) -> None:
    """Write what the job would have found; nobody is asked over the network."""
    with acting_as("job:organizations.look_at_dns"):
        checks.record_look(check.pk, found)


def owner_of(check: Verification) -> User:
    """Return who registered the organization."""
    return check.organization.memberships.get(role=Role.OWNER).user


def tell_the_desk(consultant: Consultant, member: User) -> None:
    """Let a consultant report a concern about the member's organization."""
    viewer = Viewer(consultant.user_id, None, "consultant")
    with acting_as(identity_of(viewer)):
        concerns.report(
            member.membership.organization,
            actor=consultant.user,
            about="money",
            wanted="Please tell me when pay arrives. Do not ask them.",
            happened="They could not say on which day they pay.",
        )
