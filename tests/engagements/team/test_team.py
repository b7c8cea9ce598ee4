"""Who works on one piece of work: named powers, given and taken at once, seen by both sides."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from guardian.shortcuts import assign_perm

from accounts.models import User
from core.errors import NotAllowed
from engagements import permissions
from engagements.models.engagement import EngagementUserObjectPermission
from engagements.team import services
from organizations.models import Role
from organizations.team.services import change_role, remove_member
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.factories import acting, make_checked_member, make_consultant, make_member, signed_in
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def colleague(work: Work, *, role: str = Role.VIEWER, limited: bool = True) -> User:
    return make_member(work.engagement.organization, role=role, limited=limited)


def name(work: Work, member: User, *powers: str) -> None:
    with acting(work.member):
        services.name_member(
            work.fresh(),
            member=member.membership,
            powers=frozenset(f"{power}_engagement" for power in powers),
            actor=work.member,
        )


def is_assigned(work: Work, member: User) -> bool:
    from consultants.models import Assignment

    with as_owner():
        return Assignment.objects.filter(consultant=work.consultant, user_id=member.pk).exists()


def test_a_named_member_has_exactly_the_powers_that_were_ticked() -> None:
    work = Work()
    member = colleague(work)
    theirs = signed_in(member)
    path = f"/jobs/{work.engagement.code}/"
    assert theirs.get(path).status_code == 404
    response = signed_in(work.member).post(
        f"{path}team/{member.membership.code}/", {"powers": ["sign_engagement"]}
    )
    assert response["Location"] == f"{path}team/"
    assert theirs.get(path).status_code == 200
    engagement = work.fresh()
    assert permissions.can_see(member, engagement)
    assert permissions.can_sign(member, engagement)
    assert not permissions.can_negotiate(member, engagement)
    assert not permissions.can_pay(member, engagement)
    assert is_assigned(work, member)
    assert member.notices.filter(page="work", code=engagement.code).exists()


def test_taking_somebody_off_holds_for_their_next_click() -> None:
    work = Work()
    member = colleague(work)
    name(work, member, "view", "change")
    theirs = signed_in(member)
    path = f"/jobs/{work.engagement.code}/"
    assert theirs.get(path).status_code == 200
    signed_in(work.member).post(f"{path}team/{member.membership.code}/", {})
    assert theirs.get(path).status_code == 404
    assert not is_assigned(work, member)


def test_removal_from_the_team_takes_every_named_power_with_it() -> None:
    work = Work()
    member = colleague(work)
    name(work, member, "view", "pay")
    with acting(work.member):
        remove_member(member.membership, actor=work.member)
    assert not EngagementUserObjectPermission.objects.filter(user=member).exists()
    assert not is_assigned(work, member)
    assert not permissions.can_pay(User.objects.get(pk=member.pk), work.fresh())


def test_only_members_are_named_also_past_the_services() -> None:
    work = Work()
    for stranger in (make_checked_member(), make_consultant().user):
        with refused("only members are named"):
            assign_perm("engagements.view_engagement", stranger, work.engagement)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.VIEWER])
def test_only_who_speaks_for_the_organization_chooses(role: str) -> None:
    work = Work()
    member, target = colleague(work, role=role, limited=False), colleague(work)
    path = f"/jobs/{work.engagement.code}/team/{target.membership.code}/"
    assert signed_in(member).post(path, {"powers": ["view_engagement"]}).status_code == 404
    assert signed_in(work.person).get(path).status_code == 404
    with acting(member), pytest.raises(NotAllowed):
        services.name_member(
            work.fresh(),
            member=target.membership,
            powers=frozenset({"view_engagement"}),
            actor=member,
        )


def test_forged_powers_and_people_change_nothing() -> None:
    work, other = Work(), Work()
    member, stranger = colleague(work), colleague(other)
    client = signed_in(work.member)
    path = f"/jobs/{work.engagement.code}/team/"
    response = client.post(f"{path}{member.membership.code}/", {"powers": ["delete_engagement"]})
    assert "powers" in response.context["form"].errors
    finance = colleague(work, role=Role.FINANCE, limited=False)
    response = client.post(f"{path}{finance.membership.code}/", {"powers": ["sign_engagement"]})
    assert "powers" in response.context["form"].errors
    for code in (stranger.membership.code, work.member.membership.code, "nothing"):
        sent = {"powers": ["view_engagement"]}
        assert client.post(f"{path}{code}/", sent).status_code == 404
    assert client.get(f"/jobs/{other.engagement.code}/team/").status_code == 404
    assert not EngagementUserObjectPermission.objects.exists()


def test_a_member_of_the_whole_organization_takes_part_and_sees_the_person() -> None:
    work = Work()
    finance = colleague(work, role=Role.FINANCE, limited=False)
    assert not is_assigned(work, finance)
    name(work, finance, "view")
    assert is_assigned(work, finance)
    assert permissions.can_pay(finance, work.fresh())


def test_part_in_one_of_two_pieces_of_work_keeps_the_tie() -> None:
    work = Work()
    second = Work(consultant=work.consultant, member=work.member)
    member = colleague(work)
    name(work, member, "view")
    name(second, member, "view")
    name(work, member)
    assert is_assigned(work, member)
    name(second, member)
    assert not is_assigned(work, member)


def test_a_limited_member_who_gets_a_whole_role_keeps_what_was_named() -> None:
    work = Work()
    member = colleague(work)
    name(work, member, "pay")
    with acting(work.member):
        change_role(member.membership, actor=work.member, role=Role.COORDINATOR, limited=False)
    member = User.objects.get(pk=member.pk)
    assert permissions.can_negotiate(member, work.fresh())
    assert permissions.can_pay(member, work.fresh())


def test_the_consultant_sees_who_can_open_the_work_and_nobody_else() -> None:
    work = Work()
    hidden = colleague(work)
    hidden.membership.name = "Not On It"
    hidden.membership.save(update_fields=["name"])
    page = signed_in(work.person).get(f"/jobs/{work.engagement.code}/team/").content.decode()
    assert "Test Member" in page
    assert "Speaks for the organization" in page
    assert "Not On It" not in page
    name(work, hidden, "sign")
    page = signed_in(work.person).get(f"/jobs/{work.engagement.code}/team/").content.decode()
    assert "Not On It" in page
    assert "Signs" in page
    assert "Takes part" in page
    assert Client().get(f"/jobs/{work.engagement.code}/team/").status_code == 302


def test_the_list_costs_the_same_for_one_and_for_three(
    count_queries: Callable[[Callable[[], Any]], int],
) -> None:
    work = Work()
    client = signed_in(work.member)
    path = f"/jobs/{work.engagement.code}/team/"
    name(work, colleague(work), "view")
    client.get(path)
    one = count_queries(lambda: client.get(path))
    for _number in range(2):
        name(work, colleague(work), "view", "sign")
    client.get(path)
    assert count_queries(lambda: client.get(path)) == one
