"""The queue: what waits for the desk, the longest wait first."""

from typing import Any

import pytest
from django.test import Client

from organizations.models import Organization
from tests.engagements.work import make_posting
from tests.factories import (
    check,
    make_checked_member,
    make_member,
)

pytestmark = pytest.mark.django_db


def test_an_empty_queue_is_clear(desk: Client) -> None:
    assert "Queue is clear" in desk.get("/desk/").content.decode()


def test_the_longest_wait_comes_first(desk: Client) -> None:
    names = [make_member().membership.organization.name for _ in range(2)]
    page = desk.get("/desk/").content.decode()
    assert page.index(names[0]) < page.index(names[1])


def test_a_checked_organization_does_not_wait(desk: Client, organization: Organization) -> None:
    check(organization)
    assert "Queue is clear" in desk.get("/desk/").content.decode()


def test_the_queue_asks_as_often_for_three_as_for_one(desk: Client, count_queries: Any) -> None:
    make_member()
    desk.get("/desk/")  # the first look of a session also moves its end
    for_one = count_queries(lambda: desk.get("/desk/"))
    make_member()
    make_member()
    assert count_queries(lambda: desk.get("/desk/")) == for_one


def test_the_queue_asks_as_often_for_three_projects_as_for_one(
    desk: Client, count_queries: Any
) -> None:
    make_posting(make_checked_member(), state="in_review")
    desk.get("/desk/")
    one = count_queries(lambda: desk.get("/desk/"))
    for _more in range(2):
        make_posting(make_checked_member(), state="in_review")
    assert count_queries(lambda: desk.get("/desk/")) == one
