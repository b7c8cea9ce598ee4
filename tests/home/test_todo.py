"""What waits for whom, at each step of the work; never more than five, never somebody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from consultants.blocks.services import block
from consultants.items import Audience
from core.errors import Refused
from engagements.invitations.services import show_interest
from engagements.models import Interest, Invitation, Milestone
from engagements.postings import review
from engagements.postings.services import publish, take_back
from engagements.team.services import name_member
from home import todo, updates
from notices.models import Notice
from organizations.models import Organization, Role
from organizations.verification import services as checks
from organizations.verification import vouching
from tests.conftest import as_owner
from tests.engagements.work import Work, make_posting
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
    viewer_of,
)

pytestmark = pytest.mark.django_db


def of_consultant(work: Work) -> list[str]:
    with acting(work.person) as viewer:
        return [str(need.title) for need in todo.needs_of_consultant(viewer)]


def of_organization(work: Work) -> list[str]:
    with acting(work.member) as viewer:
        found = todo.needs_of_organization(viewer, work.member.membership)
        return [str(need.title) for need in found]


def test_before_a_first_version_the_organization_writes_one() -> None:
    work = Work()
    assert of_consultant(work) == []
    assert of_organization(work) == ["Write the first version of the terms"]


def test_the_side_that_did_not_make_a_version_answers_it() -> None:
    work = Work()
    work.offer()
    assert of_consultant(work) == ["Answer the terms"]
    assert of_organization(work) == []
    work.offer(by=work.person)
    assert of_consultant(work) == []
    assert of_organization(work) == ["Answer the terms"]


def test_each_side_signs_once() -> None:
    work = Work()
    contract = work.agree()
    sentence = "Read the contract and sign, or say no"
    assert (of_consultant(work), of_organization(work)) == ([sentence], [sentence])
    work.sign(contract, work.person)
    assert (of_consultant(work), of_organization(work)) == ([], [sentence])


def test_the_organization_pays_in_then_the_consultant_hands_in_then_it_is_approved() -> None:
    work = Work()
    work.start()
    assert (of_consultant(work), of_organization(work)) == ([], ["Pay in, so that work can start"])
    work.fund()
    assert of_consultant(work) == ["Hand in a stage when it is done"]
    assert of_organization(work) == []
    Milestone.objects.update(
        state="handed_in", handed_in_at=timezone.now(), review_ends_at=timezone.now()
    )
    assert of_consultant(work) == []
    assert of_organization(work) == ["Look at the work and approve it"]


def test_invitations_and_interests_wait_for_the_other_side() -> None:
    member, consultant = make_checked_member(), make_consultant("Nila", audience=Audience.CHECKED)
    posting = make_posting(member)
    Invitation.objects.create(
        posting=posting,
        consultant=consultant,
        sent_by=member,
        ends_at=timezone.now() + timedelta(days=7),
    )
    Interest.objects.create(posting=posting, consultant=consultant)
    with acting(consultant.user) as viewer:
        (invitation,) = todo.needs_of_consultant(viewer)
    with acting(member) as viewer:
        (interest,) = todo.needs_of_organization(viewer, member.membership)
    assert invitation.path.startswith("/invitations/")
    assert interest.path == f"/org/projects/{posting.code}/"


def test_an_invitation_that_ended_waits_for_nobody() -> None:
    member, consultant = make_checked_member(), make_consultant()
    now = timezone.now()
    Invitation.objects.create(
        posting=make_posting(member), consultant=consultant, sent_by=member,
        created_at=now - timedelta(days=9), ends_at=now - timedelta(days=1),
    )  # fmt: skip
    assert todo.needs_of_consultant(viewer_of(consultant.user)) == []


def test_strangers_need_nothing() -> None:
    work = Work()
    work.offer()
    stranger, other = make_consultant().user, make_checked_member()
    assert todo.needs_of_consultant(viewer_of(stranger)) == []
    assert todo.needs_of_organization(viewer_of(other), other.membership) == []


def test_members_are_told_what_is_theirs_to_do() -> None:
    work = Work()
    work.start()
    organization = work.member.membership.organization
    pay_in = ["Pay in, so that work can start"]
    for role, told in ((Role.FINANCE, pay_in), (Role.VIEWER, []), (Role.COORDINATOR, [])):
        assert titles_for(make_member(organization, role=role)) == told, role
    limited = make_member(organization, role=Role.VIEWER, limited=True)
    assert titles_for(limited) == []
    with acting(work.member):
        name_member(
            work.engagement,
            member=limited.membership,
            powers=frozenset({"pay_engagement"}),
            actor=work.member,
        )
    assert titles_for(limited) == pay_in
    work.fund()
    work.hand_in()
    assert titles_for(limited) == titles_for(make_member(organization, role=Role.FINANCE)) == []
    assert of_organization(work) == ["Look at the work and approve it"]


def test_a_project_that_was_sent_back_waits_until_it_is_sent_in_again() -> None:
    member = make_checked_member()
    posting = make_posting(member, state="in_review")
    with acting(make_administrator()) as viewer:
        desk = User.objects.get(pk=viewer.user_id)
        review.decide(posting, decision="returned", reason="Say who owns it.", actor=desk)
    assert titles_for(member) == ["Change what was sent back"]
    finance = make_member(member.membership.organization, role=Role.FINANCE)
    assert titles_for(finance) == []
    with acting(member):
        publish(posting, actor=member)
        assert titles_for(member) == []
        take_back(posting, actor=member)
    assert titles_for(member) == []


def test_owners_are_told_who_asks_whether_they_know_them_and_when_their_check_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asker, owner = make_member(), make_checked_member()
    vouch = vouching.ask(
        asker.membership.organization.checks.get(),
        actor=asker,
        by=owner.membership.organization,
        role="knows",
    )
    coordinator = make_member(owner.membership.organization, role=Role.COORDINATOR)
    assert titles_for(owner) == ["Do you know this organization?"]
    assert titles_for(coordinator) == []
    vouching.answer(vouch, actor=owner, confirms=False)
    assert titles_for(owner) == []
    monkeypatch.setattr(checks, "RENEW_FROM", timedelta(days=366))
    assert titles_for(owner) == ["Ask for the next check"]
    with as_owner():
        Organization.objects.filter(pk=owner.membership.organization_id).update(checked_until=None)
    owner.membership.organization.refresh_from_db()
    with acting(owner) as viewer:
        (need,) = todo.needs_of_organization(viewer, owner.membership)
    assert need.about == "Your organization is not checked now"
    checks.open_check(owner.membership.organization, actor=owner)
    assert titles_for(owner) == []


def titles_for(member: User) -> list[str]:
    with acting(member) as viewer:
        found = todo.needs_of_organization(viewer, member.membership)
    return [str(need.title) for need in found]


def test_at_most_five_things_are_shown() -> None:
    member = make_checked_member()
    for _ in range(7):
        person = make_consultant("Nila", audience=Audience.CHECKED)
        Interest.objects.create(posting=make_posting(member), consultant=person)
    assert len(titles_for(member)) == 5


def test_interest_of_somebody_who_shut_the_organization_out_is_no_task() -> None:
    member, person = make_checked_member(), make_consultant("Nila", audience=Audience.CHECKED)
    posting = make_posting(member)
    Interest.objects.create(posting=posting, consultant=person)
    assert titles_for(member) == ["Somebody is interested"]
    with acting(person.user):
        block(person, organization=member.membership.organization, actor=person.user)
        with pytest.raises(Refused, match="You block this organization"):
            show_interest(make_posting(member), actor=person.user, items=frozenset())
    assert titles_for(member) == []


def test_a_home_asks_as_often_for_three_as_for_one(count_queries) -> None:  # type: ignore[no-untyped-def]
    member = make_checked_member()
    client = signed_in(member)
    Interest.objects.create(posting=make_posting(member), consultant=make_consultant())
    client.get("/org/")
    for_one = count_queries(lambda: client.get("/org/"))
    for _ in range(2):
        Interest.objects.create(posting=make_posting(member), consultant=make_consultant())
    assert count_queries(lambda: client.get("/org/")) == for_one


def test_the_home_leads_to_the_first_need() -> None:
    work = Work()
    work.offer()
    page = signed_in(work.person).get("/home/").content.decode()
    assert "Answer the terms" in page
    assert f'href="/jobs/{work.engagement.code}/terms/"' in page


def test_updates_name_each_piece_of_work_and_not_what_waits_anyway() -> None:
    work = Work()
    code = work.engagement.code
    notices = [
        Notice(page="work", code=code),
        Notice(page="account"),
        Notice(page="concerns"),
    ]
    viewer = viewer_of(work.person)
    found = updates.updates_for(viewer, notices, shown=())
    assert [(str(one.title), one.path) for one in found] == [
        ("Review of a training", f"/jobs/{code}/"),
        ("Your account", "/account/"),
        ("You have 1 update", "/concerns/"),
    ]
    left = updates.updates_for(viewer, notices, shown=[f"/jobs/{code}/terms/"])
    assert [one.path for one in left] == ["/account/", "/concerns/"]


def test_updates_about_somebody_elses_work_name_nothing() -> None:
    notices = [Notice(page="work", code=Work().engagement.code)]
    (found,) = updates.updates_for(viewer_of(make_consultant().user), notices, shown=())
    assert str(found.title) == "You have 1 update"
