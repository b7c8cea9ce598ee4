"""The demo world is made by services, once, and shows work at every point of its path."""

import pytest
from django.contrib.auth import get_user
from django.test import Client

from consultants.models import Consultant
from demo import world
from engagements.models import Contract, Engagement, Feedback, Invitation, Offer, Posting
from organizations.models import Organization
from organizations.verification.queries import waiting_checks
from payments.models import Funding, Payout
from tests.conftest import as_owner
from tests.payments.stand_in import StandIn, running_stand_in, stripe_stand_in

__all__ = ["running_stand_in", "stripe_stand_in"]


@pytest.mark.django_db
def test_the_world_stands_and_is_made_once(stripe_stand_in: StandIn) -> None:
    def pay_in(url: str) -> None:
        stripe_stand_in.control(f"checkout/{url.rsplit('/', 1)[1]}", {})

    for _again in range(2):
        world.build_demo_world(lambda _step: None, pay_in=pay_in)
    assert Consultant.objects.count() == 4
    assert Organization.objects.count() == 4
    waiting = waiting_checks()
    assert [check.dns_state for check in waiting] == ["not_looked", "not_looked"]
    assert [check.has_alikes for check in waiting] == [False, True]
    assert Organization.objects.filter(checked_until=None).count() == 2
    assert Posting.objects.filter(state="open").count() == 4
    assert Offer.objects.filter(state="open").count() == 1
    with as_owner():
        assert set(Contract.objects.values_list("state", flat=True)) == {"active", "completed"}
        assert Feedback.objects.get().terms_kept == "yes"
        assert Payout.objects.get().state == "waiting_for_setup"
    assert list(Funding.objects.values_list("state", flat=True)) == ["held", "held"]
    assert Invitation.objects.get().state == "sent"
    assert sorted(Engagement.objects.values_list("state", flat=True)) == [
        "done",
        "talking",
        "working",
    ]


@pytest.mark.django_db
def test_everybody_who_is_printed_can_sign_in() -> None:
    world.build_demo_world(lambda _step: None)
    for person in world.sign_ins():
        client = Client()
        client.post("/in/", {"login": person.name, "password": person.password})
        assert get_user(client).is_authenticated, person.who
