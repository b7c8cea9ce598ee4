"""The desk is for administrators, and they have no other pages."""

import pytest
from django.test import Client

from organizations.models import Organization
from tests.factories import (
    make_consultant,
    make_member,
    signed_in,
)
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db


def test_other_roles_find_nothing_here(organization: Organization) -> None:
    for user in (make_consultant().user, make_member()):
        client = signed_in(user)
        for path in ("/desk/", "/desk/payments/", f"/desk/orgs/{organization.code}/"):
            assert nothing_here(client.get(path))
        assert nothing_here(client.post("/desk/tasks/revive/", {"task": 1}))
    assert Client().get("/desk/")["Location"] == "/in/?next=/desk/"


def test_an_administrator_finds_no_pages_of_the_others(desk: Client) -> None:
    for path in ("/home/", "/org/", "/org/check/", "/org/team/"):
        assert nothing_here(desk.get(path))
