"""Concerns at the desk: what comes first, and how one is answered."""

import pytest

from organizations.concerns import services
from organizations.models import Organization
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.organizations.concerns.test_concerns import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    found: Organization = make_checked_member().membership.organization
    return found


def test_safety_comes_first_then_money_then_age(organization: Organization) -> None:
    administrator = make_administrator()
    order = ["other", "money", "retaliation", "safety", "honesty"]
    codes = {about: sent(organization, make_consultant().user, about=about).code for about in order}
    waiting = make_member().membership.organization
    page = (
        signed_in(administrator).get("/desk/").content.decode().split("Everything that waits", 1)[1]
    )
    wanted = ["retaliation", "safety", "money", "other", "honesty"]
    places = [page.index(codes[about]) for about in wanted]
    assert places == sorted(places)
    assert page.index(waiting.code) > max(places)


def test_an_answer_needs_an_opening_first(organization: Organization) -> None:
    concern = sent(organization, make_consultant().user)
    administrator = make_administrator()
    with acting(administrator):
        services.take_up(concern, actor=administrator)
    response = signed_in(administrator).post(f"/desk/concerns/{concern.code}/", {"text": " "})
    assert "text" in response.context["form"].errors
