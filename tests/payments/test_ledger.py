"""The ledger balances or refuses, shows itself to the two sides only, and never changes."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection, transaction

from core.viewer import acting_as
from payments import ledger
from payments.models import Funding, LedgerAccount, LedgerEntry, LedgerTransaction, Payout
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.factories import acting, make_checked_member, make_consultant
from tests.refusals import denied, hidden, refused

pytestmark = pytest.mark.django_db
Kind = LedgerAccount.Kind


@pytest.fixture
def work() -> Work:
    work = Work()
    work.start(stages=2)
    return work


def post(work: Work, name: str, legs: dict[Kind, int], *, stage: int = 1) -> None:
    with acting_as("job:payments.test"), transaction.atomic():
        ledger.post(name, work.stage(stage), legs=legs)
        check_now()


def check_now() -> None:
    """Let the deferred triggers look before the test's own transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_movement_is_written_once(work: Work) -> None:
    for _again in range(2):
        post(work, "paid_in", {Kind.PROVIDER: 100, Kind.HELD: -100})
    with acting(work.member):
        assert ledger.balances(work.engagement) == {"provider": 100, "held": -100}


@pytest.mark.parametrize(
    ("legs", "by"),
    [
        ({Kind.PROVIDER: 100, Kind.HELD: -99}, "does not balance"),
        ({Kind.PROVIDER: 100}, "does not balance"),
        ({}, "does not balance"),
        ({Kind.HELD: 1, Kind.DUE: -1}, "is overdrawn"),  # nothing is held
        ({Kind.DUE: 5, Kind.PROVIDER: -5}, "is overdrawn"),  # nothing is due
        ({Kind.PROVIDER: -5, Kind.COSTS: 5}, "is overdrawn"),  # nothing is there
    ],
)
def test_money_out_of_nothing_is_refused(work: Work, legs: dict[Kind, int], by: str) -> None:
    with acting_as("job:payments.test"), refused(by):
        ledger.post("wrong", work.stage(), legs=legs)


def test_the_same_money_is_not_released_twice(work: Work) -> None:
    post(work, "paid_in", {Kind.PROVIDER: 100, Kind.HELD: -100})
    post(work, "released", {Kind.HELD: 100, Kind.DUE: -100})
    with acting_as("job:payments.test"), refused("is overdrawn"):
        ledger.post("again", work.stage(), legs={Kind.HELD: 100, Kind.DUE: -100})


def test_a_leg_in_another_engagements_account_is_refused(work: Work) -> None:
    other = Work()
    other.start()
    post(other, "paid_in", {Kind.PROVIDER: 100, Kind.HELD: -100})
    with acting_as("job:payments.test"), refused("mixes engagements or currencies"):
        row = LedgerTransaction.objects.create(
            key="mixed", engagement=work.engagement, milestone=work.stage(), name="mixed"
        )
        for account in LedgerAccount.objects.filter(engagement=other.engagement):
            amount = 1 if account.kind == Kind.PROVIDER else -1
            LedgerEntry.objects.create(transaction=row, account=account, amount=amount)


@pytest.mark.parametrize("model", [LedgerAccount, LedgerTransaction, LedgerEntry])
def test_nothing_in_the_ledger_changes_even_for_its_writer(work: Work, model: Any) -> None:
    post(work, "paid_in", {Kind.PROVIDER: 100, Kind.HELD: -100})
    column = {"LedgerAccount": "kind", "LedgerTransaction": "name", "LedgerEntry": "amount"}[
        model.__name__
    ]
    table = model._meta.db_table
    for by, who in ((denied(table), nullcontext), (f"{table} is append-only", as_owner)):
        with acting_as("job:payments.test"), who():
            with refused(by):
                model.objects.update(**{column: 7})
            with refused(by):
                model.objects.all()._raw_delete("default")


def test_the_web_role_can_not_empty_the_ledger(work: Work) -> None:
    with refused(denied("payments_ledgerentry")), connection.cursor() as cursor:
        cursor.execute("TRUNCATE payments_ledgerentry")


def test_only_the_two_sides_read_it(work: Work) -> None:
    post(work, "paid_in", {Kind.PROVIDER: 100, Kind.HELD: -100})
    former = make_checked_member()
    for reader, seen in (
        (work.person, 2),
        (work.member, 2),
        (make_consultant().user, 0),
        (former, 0),
    ):
        with acting(reader):
            assert LedgerEntry.objects.count() == seen
            assert LedgerTransaction.objects.count() == seen // 2
            assert LedgerAccount.objects.count() == seen
    for identity in (
        "",
        "anyone",
        f"user:{former.pk}+org:{work.engagement.organization_id}",
        "job:notices.mail",
    ):
        with acting_as(identity):
            assert LedgerEntry.objects.count() == 0


def test_a_request_can_not_write_it(work: Work) -> None:
    with acting(work.member), refused(hidden("payments_ledgeraccount")):
        LedgerAccount.objects.create(engagement=work.engagement, kind="held")


def funding(work: Work, **fields: Any) -> Funding:
    stage = work.stage()
    usual = {"milestone": stage, "engagement": work.engagement, "amount": stage.amount, "cost": 0}
    return Funding.objects.create(**(usual | fields))


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"amount": 0}, "funding_amount_positive"),
        ({"amount": -5}, "funding_amount_positive"),
        ({"cost": -1}, "funding_cost_not_negative"),
        ({"released": 1}, "funding_never_overspent"),
        ({"paid_in": 10, "released": 6, "refunded": 5}, "funding_never_overspent"),
        ({"paid_in": 10, "refunded": -1}, "funding_never_overspent"),
        ({"state": "held"}, "funding_held_is_paid_in"),
        ({"state": "lost"}, "funding_state_known"),
    ],
)
def test_a_funding_that_can_not_be_is_refused(work: Work, fields: dict[str, Any], by: str) -> None:
    with refused(by):
        funding(work, **fields)


def test_a_stage_has_one_funding_and_one_payout(work: Work) -> None:
    row = funding(work)
    with refused("payments_funding_milestone_id_key"):
        funding(work)
    usual = {
        "milestone": work.stage(), "funding": row, "engagement": work.engagement,
        "consultant": work.consultant, "amount": 5, "due_at": work.engagement.created_at,
    }  # fmt: skip
    Payout.objects.create(**usual)
    with refused("payments_payout_funding_id_key"):
        Payout.objects.create(**usual)
    with refused("payout_amount_positive"):
        Payout.objects.update(amount=0)
    with refused("payout_sent_has_a_transfer"):
        Payout.objects.update(state="released")


def test_no_stage_starts_before_its_money_is_in(work: Work) -> None:
    from engagements.models import Milestone

    stage = Milestone.objects.filter(pk=work.stage().pk)
    unpaid = f"milestone {work.stage().pk} has no money in"
    with refused(unpaid):
        stage.update(state="ready")
    funding(work, paid_in=1)
    with refused(unpaid):
        stage.update(state="ready")
