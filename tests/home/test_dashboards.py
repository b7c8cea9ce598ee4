"""Homes: what needs a person first, at most five; the rest in a line each."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from consultants.blocks.services import block
from consultants.consent_scope import Scope
from consultants.consents.services import give
from consultants.items import Audience
from consultants.models import Profile
from consultants.profile.services import pause
from notices.services import notify
from tests.conftest import as_owner
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)

pytestmark = pytest.mark.django_db
SCOPE = Scope(
    items=frozenset({"introduction"}),
    purpose="work",
    purpose_text="A talk",
    until=timezone.now() + timedelta(days=9),
)


def test_a_new_consultant_needs_to_do_nothing() -> None:
    page = signed_in(make_consultant().user).get("/home/").content.decode()
    assert "Nothing needs you today" in page
    assert "Nobody sees anything yet" in page
    assert "No payments yet" in page


def test_sharing_is_one_line() -> None:
    consultant = make_consultant("Robin", audience=Audience.CHECKED, introduction="Hello")
    page = signed_in(consultant.user).get("/home/").content.decode()
    assert "Others can see 2 items" in page


def test_sharing_that_nobody_sees_is_not_counted() -> None:
    consultant = make_consultant("Robin", audience=Audience.CHECKED, introduction="Hello")
    organization = make_checked_member().membership.organization
    client = signed_in(consultant.user)
    with acting(consultant.user):
        give(consultant, organization=organization, scope=SCOPE, actor=consultant.user)
    assert "1 permission is on" in client.get("/home/").content.decode()
    with acting(consultant.user):
        block(consultant, organization=organization, actor=consultant.user)
    page = client.get("/home/").content.decode()
    assert "No permission is on." in page
    assert "You block it" in client.get("/permissions/").content.decode()
    with acting(consultant.user):
        pause(consultant, actor=consultant.user)
    page = client.get("/home/").content.decode()
    assert "You are paused: nobody sees anything" in page
    assert "Others can see" not in page
    for path in ("/permissions/", "/profile/"):
        assert "You are paused" in client.get(path).content.decode(), path


def test_a_hidden_name_hides_the_rest_in_the_count_and_sharing_says_so() -> None:
    consultant = make_consultant("Robin", audience=Audience.CHECKED, introduction="Hello")
    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(name_audience=Audience.ONLY_ME)
    client = signed_in(consultant.user)
    assert "Nobody sees anything yet" in client.get("/home/").content.decode()
    sharing = client.get("/sharing/").content.decode()
    assert "Your working name keeps the rest hidden" in sharing


def test_an_update_is_marked_until_its_page_is_seen() -> None:
    user = make_consultant().user
    with transaction.atomic():
        notify(user, "account")
    client = signed_in(user)
    assert "Your account" in client.get("/home/").content.decode()
    client.get("/account/")
    assert "Your account" not in client.get("/home/").content.decode()


def test_an_unchecked_organization_is_told_where_its_check_stands() -> None:
    page = signed_in(make_member()).get("/org/").content.decode()
    assert "The check of your organization" in page


def test_a_checked_organization_posts_first() -> None:
    page = signed_in(make_checked_member()).get("/org/").content.decode()
    assert "Post your first project" in page


@pytest.mark.parametrize("path", ["/home/", "/org/"])
def test_homes_belong_to_their_role(path: str) -> None:
    assert Client().get(path)["Location"] == f"/in/?next={path}"
    assert signed_in(make_administrator()).get(path).status_code == 404
    other = make_member() if path == "/home/" else make_consultant().user
    assert signed_in(other).get(path).status_code == 404


@pytest.mark.parametrize("role", ["finance", "viewer"])
def test_who_may_not_post_is_not_led_to_a_missing_page(role: str) -> None:
    organization = make_checked_member().membership.organization
    person = signed_in(make_member(organization, role=role))
    for path in ("/org/", "/org/check/", "/org/people/"):
        assert "/org/projects/new/" not in person.get(path).content.decode(), path


def test_a_member_of_one_work_is_not_led_to_the_self_assessment() -> None:
    organization = make_checked_member().membership.organization
    limited = signed_in(make_member(organization, role="viewer", limited=True))
    assert "/org/self-check/" not in limited.get("/org/").content.decode()
    assert limited.get("/org/self-check/").status_code == 404
    unlimited = signed_in(make_member(organization, role="viewer"))
    assert "/org/self-check/" in unlimited.get("/org/").content.decode()
