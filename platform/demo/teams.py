"""The demo world's teams: who else is in them, and what one says of its own practice."""

from contextlib import AbstractContextManager
from datetime import timedelta

from accounts.models import User
from core import clock
from core.viewer import Viewer, acting_as, identity_of
from demo import people
from engagements.models import Engagement
from engagements.team import services as work_team
from organizations.lessons.services import read_all
from organizations.models import Membership, Organization, Role, Step
from organizations.self_assessment import queries, services
from organizations.team import invitations
from organizations.team.links import holding

COLLEAGUES = (
    ("Sam Placeholder", "Accounts", Role.FINANCE, False),
    ("Kit Pretend", "Intern", Role.VIEWER, True),
)
ANSWERS = (
    "We wrote this down for the demonstration. A real answer says what is done, and since when."
)
SUMMARY = (
    "We pay within ten days and ask before every photo. We still pay interpreters late."
    " One consultant, paid, read this with us and changed two sentences."
)


def sign_ins() -> list[tuple[str, str]]:
    """Return who joined, with the addresses they sign in with."""
    team = people.ORGANIZATIONS[1]
    return [
        (f"{Role(role).label} at {team.name}{', one work only' if limited else ''}", _address(name))
        for name, _title, role, limited in COLLEAGUES
    ]


def _address(name: str) -> str:
    domain = people.ORGANIZATIONS[1].member_email.partition("@")[2]
    return f"{name.split(maxsplit=1)[0].lower()}@{domain}"


def add_colleagues(owner: User) -> list[User]:
    """Ask two people into the team of a checked organization; both join."""
    organization = Membership.objects.get(user=owner).organization
    joined = []
    for name, title, role, limited in COLLEAGUES:
        email = _address(name)
        with _acting(owner, organization):
            invitation = invitations.invite(
                organization, actor=owner, email=email, role=role, limited=limited
            )
        with holding(invitation.code):
            user = invitations.open_account(
                invitation, password=people.PASSWORD, language="en", name=name, title=title
            )
        read_all(actor=user)
        joined.append(user)
    return joined


def name_on_work(engagement: Engagement, colleague: User, *, by: User) -> None:
    """Let a limited colleague take part in one piece of work."""
    with _acting(by, engagement.organization):
        work_team.name_member(
            engagement,
            member=Membership.objects.get(user=colleague),
            powers=frozenset({"view_engagement"}),
            actor=by,
        )


def look_at_own_practice(owner: User) -> None:
    """Answer the whole self-assessment and put a summary and two actions on the public page."""
    organization = Membership.objects.get(user=owner).organization
    today = clock.today()
    with _acting(owner, organization):
        self_assessment = services.start(organization, actor=owner)
        for step in (Step.SCAN, *queries.WRITTEN_STEPS):
            said = "yes" if step == Step.SCAN else ANSWERS
            asked = queries.asked_in(self_assessment, step)
            answers = {one.question.pk: said for one in asked}
            services.save_step(self_assessment, step=step, answers=answers, seen="", actor=owner)
        for what, days in (("Pay interpreters within ten days", 60), ("Delete old photos", 120)):
            due_on = today + timedelta(days=days)
            services.add_action(
                self_assessment, actor=owner, what=what, owner="Program director", due_on=due_on
            )
        services.finish(self_assessment, actor=owner, summary=SUMMARY)


def _acting(user: User, organization: Organization) -> AbstractContextManager[None]:
    return acting_as(identity_of(Viewer(user.pk, organization.pk, user.kind)))
