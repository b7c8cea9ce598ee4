"""The pages of the money: who opens them, what they say, and what bad input does."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Task
from organizations.models import Role
from payments.models import Funding, Payout, PayoutMethod
from tests.factories import make_checked_member, make_consultant, make_member, signed_in
from tests.pages import main_of, nothing_here
from tests.payments.money import Money, run_jobs
from tests.payments.stand_in import StandIn

pytestmark = pytest.mark.django_db


def pay_page(money: Money) -> str:
    return f"/jobs/{money.work.engagement.code}/pay/"


def test_the_organization_sees_fee_cost_and_total_and_is_led_to_the_provider(money: Money) -> None:
    client = signed_in(money.work.member)
    page = client.get(pay_page(money)).content.decode()
    for said in ("$600.01", "Cost of the payment", "Pay in stage 1"):
        assert said in page
    response = client.post(pay_page(money), {"stage": "1"})
    assert response["Location"].startswith("https://checkout.stripe.test/")
    again = client.post(pay_page(money), {"stage": "1"})
    assert again["Location"] == response["Location"]


@pytest.mark.parametrize("stage", ["", "2", "0", "-1", "one", "1" * 30, "1 OR 1=1", "١"])
def test_a_stage_that_is_not_there_is_a_missing_page(money: Money, stage: str) -> None:
    response = signed_in(money.work.member).post(pay_page(money), {"stage": stage})
    expected = 302 if stage == "١" else 404  # a digit is a digit in every script
    assert response.status_code == expected
    assert Funding.objects.exists() == (expected == 302)


def test_strangers_and_the_consultant_find_no_page_for_paying(money: Money) -> None:
    for user in (money.work.person, make_checked_member(), make_consultant().user):
        client = signed_in(user)
        assert client.get(pay_page(money)).status_code == 404
        assert client.post(pay_page(money), {"stage": "1"}).status_code == 404
    assert Client().get(pay_page(money)).status_code == 302
    assert not Funding.objects.exists()


def test_a_member_without_the_power_sees_but_does_not_pay(money: Money) -> None:
    viewer = make_member(money.work.engagement.organization, role=Role.VIEWER)
    client = signed_in(viewer)
    page = client.get(pay_page(money)).content.decode()
    assert "Pay in stage 1" not in page
    assert "An owner or a finance member of your team can pay in." in page
    assert client.post(pay_page(money), {"stage": "1"}).status_code == 404


def test_a_provider_that_is_down_is_a_plain_page(money: Money) -> None:
    money.provider.fault("checkout/sessions", "500", times=9)
    response = signed_in(money.work.member).post(pay_page(money), {"stage": "1"})
    assert response.status_code == 409
    assert "Nothing was paid. Try again in a minute." in response.content.decode()


def test_paying_twice_is_refused_in_words(money: Money) -> None:
    money.pay_in()
    response = signed_in(money.work.member).post(pay_page(money), {"stage": "1"})
    assert response.status_code == 409
    assert "be paid in now. Go back to see where it is." in main_of(response)


def test_coming_back_asks_the_provider_once_for_each_state(money: Money) -> None:
    money.pay()
    client = signed_in(money.work.member)
    for _again in range(3):
        page = client.get(f"{pay_page(money)}?came=back").content.decode()
    assert "Waiting for the payment provider" in page
    assert Task.objects.filter(name="payments.look_at_funding").count() == 1
    run_jobs()
    assert "Held" in client.get(pay_page(money)).content.decode()


def test_the_money_page_says_where_pay_is_at_each_step(money: Money) -> None:
    client = signed_in(money.work.person)

    def page() -> str:
        return client.get("/money/").content.decode()

    assert "No payments yet." in page()
    money.pay_in()
    assert "You hand in your work." in page()
    money.work.hand_in()
    assert "If it does not answer by this day, you are paid." in page()
    money.work.approve()
    run_jobs()
    assert "You choose where to be paid." in page()
    assert "Choose where to be paid" in client.get("/home/").content.decode()
    for state, said in (
        ("due", "We send it on this day."),
        ("sending", "The payment provider is sending it."),
        ("released", "It is on its way to your bank."),
        ("paid_out", "It arrived."),
        ("failed", "Your bank sent it back."),
    ):
        Payout.objects.update(state=state, transfer_id="tr_1", released_at=timezone.now())
        assert said in page()
    assert "Choose where to be paid" not in client.get("/home/").content.decode()


def test_setting_up_pay_leads_to_the_provider_and_back(money: Money) -> None:
    client = signed_in(money.work.person)
    first = client.post("/money/setup/")["Location"]
    second = client.post("/money/setup/")["Location"]
    assert first.startswith("https://connect.stripe.test/")
    assert first != second
    method = PayoutMethod.objects.get()
    assert "Look again in a minute" in client.get("/money/?came=back").content.decode()
    money.provider.control(f"onboard/{method.account_id}", {})
    run_jobs()
    assert "Set up at the payment provider" in client.get("/money/").content.decode()
    assert client.get("/money/setup/").status_code == 405


def test_a_set_up_that_can_not_be_opened_is_a_plain_page(money: Money) -> None:
    money.provider.fault("core/accounts", "500", times=9)
    response = signed_in(money.work.person).post("/money/setup/")
    assert response.status_code == 409
    assert not PayoutMethod.objects.get().account_id


def test_members_have_no_money_page_of_a_consultant(money: Money) -> None:
    client = signed_in(money.work.member)
    assert nothing_here(client.get("/money/"))
    assert nothing_here(client.post("/money/setup/"))
    assert not PayoutMethod.objects.exists()


@pytest.mark.parametrize("page", ["0", "-3", "last", "99999999999999999999"])
def test_strange_page_numbers_show_a_page(money: Money, page: str) -> None:
    shown = signed_in(money.work.person).get(f"/money/?page={page}")
    assert "No payments yet." in main_of(shown)


def test_the_pages_ask_the_same_of_one_stage_and_of_three(
    stripe_stand_in: StandIn, count_queries: Any
) -> None:
    counts: dict[str, set[int]] = {}
    for stages in (1, 3):
        money = Money(stripe_stand_in, stages=stages)
        for number in range(1, stages + 1):
            money.work.fund(number)
        work = f"/jobs/{money.work.engagement.code}/"
        for user, path, name in (
            (money.work.member, pay_page(money), "pay"),
            (money.work.person, "/money/", "money"),
            (money.work.person, work, "work"),
        ):
            client = signed_in(user)
            client.get(path)
            counts.setdefault(name, set()).add(count_queries(lambda c=client, p=path: c.get(p)))
    assert {name: len(found) for name, found in counts.items()} == {"pay": 1, "money": 1, "work": 1}
