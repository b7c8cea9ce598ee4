"""What may never be, tried against the database itself as the web role."""

import hashlib
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from engagements.models import Contract, HandIn, Milestone, Offer, Signature
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed",
    [{"terms": {"scope": "more"}}, {"sha256": "0" * 64}, {"number": 9}, {"side": "consultant"}],
)
def test_an_offer_is_not_changed_after_it_was_made(changed: dict[str, Any]) -> None:
    offer = Work().offer()
    with as_owner(), refused(f"offer {offer.pk} is fixed"):
        Offer.objects.filter(pk=offer.pk).update(**changed)


def test_two_versions_are_not_open_at_once() -> None:
    work = Work()
    first = work.offer()
    work.offer(by=work.person)
    with as_owner(), refused("offer_one_open"):
        Offer.objects.filter(pk=first.pk).update(state="open")


def test_a_contract_is_made_only_from_an_accepted_offer_of_its_engagement() -> None:
    work, other = Work(), Work()
    offer = work.offer()
    accepted = other.agree().offer
    with as_owner(), refused("has no accepted offer"):
        new_contract(work, offer)
    with as_owner():
        Contract.objects.filter(offer=accepted).update(state="declined")
    with as_owner(), refused("has no accepted offer"):
        new_contract(work, accepted)


def new_contract(work: Work, offer: Offer, *, document: bytes = b"x", **fields: Any) -> Contract:
    made = {"sha256": hashlib.sha256(document).hexdigest()} | fields
    return Contract.objects.create(
        engagement=work.engagement, offer=offer, document=document, **made
    )


def accepted_again(work: Work) -> Offer:
    """Return a second accepted version beside the first contract's."""
    terms = work.terms()
    now = timezone.now()
    return Offer.objects.create(
        engagement=work.engagement,
        number=50,
        side="organization",
        made_by=work.member,
        terms=terms.as_json(),
        sha256=terms.sha256(),
        state="accepted",
        ends_at=now,
    )


def test_a_document_and_its_hash_do_not_differ() -> None:
    work = Work()
    offer = accepted_again(work)
    with as_owner(), refused("and its hash differ"):
        new_contract(work, offer, sha256="0" * 64)
    with as_owner():
        assert new_contract(work, offer).pk


def test_two_contracts_are_not_alive_for_one_engagement() -> None:
    work = Work()
    work.agree()
    offer = accepted_again(work)
    with as_owner(), refused("contract_one_alive"):
        new_contract(work, offer)
    with as_owner():
        assert new_contract(work, offer, state="declined").pk


@pytest.mark.parametrize(
    "changed",
    [
        {"document": b"other"},
        {"sha256": "0" * 64},
        {"language": "es"},
        {"code": "other"},
        {"consultant_name": "other"},
        {"organization_name": "x"},
    ],
)
def test_a_document_is_not_changed(changed: dict[str, Any]) -> None:
    contract = Work().agree()
    with as_owner(), refused(f"contract {contract.pk} is fixed"):
        Contract.objects.filter(pk=contract.pk).update(**changed)


def test_a_contract_is_not_active_without_two_signatures() -> None:
    work = Work()
    contract = work.agree()
    active = {"state": "active", "signed_at": timezone.now()}
    with as_owner(), refused(f"contract {contract.pk} is not signed by both sides"):
        Contract.objects.filter(pk=contract.pk).update(**active)
    work.sign(contract, work.person)
    with as_owner(), refused(f"contract {contract.pk} is not signed by both sides"):
        Contract.objects.filter(pk=contract.pk).update(**active)


def test_a_signature_does_not_stand_under_another_hash() -> None:
    work = Work()
    contract = work.agree()
    with as_owner(), refused(f"the signature is not under the hash of contract {contract.pk}"):
        new_signature(contract, work, sha256="0" * 64)


def new_signature(contract: Contract, work: Work, **fields: Any) -> Signature:
    usual = {"side": "consultant", "sha256": contract.sha256, "typed_name": "A"}
    return Signature.objects.create(contract=contract, signed_by=work.person, **(usual | fields))


def test_a_declined_contract_takes_no_signature() -> None:
    work = Work()
    contract = work.agree()
    with as_owner():
        Contract.objects.filter(pk=contract.pk).update(state="declined")
    with as_owner(), refused(f"the signature is not under the hash of contract {contract.pk}"):
        new_signature(contract, work)


def test_a_side_does_not_sign_twice_or_without_a_name() -> None:
    work = Work()
    contract = work.agree()
    with as_owner(), refused("signature_has_a_name"):
        new_signature(contract, work, typed_name="")
    with as_owner():
        new_signature(contract, work)
    with as_owner(), refused("signature_once_a_side"):
        new_signature(contract, work)


def test_a_signature_is_neither_changed_nor_deleted() -> None:
    work = Work()
    work.sign(work.agree(), work.person)
    with refused(denied("engagements_signature")):
        Signature.objects.update(typed_name="Other")
    with refused(denied("engagements_signature")):
        Signature.objects.all()._raw_delete("default")


def test_a_stage_is_not_ready_without_money_in() -> None:
    work = Work()
    work.start()
    with as_owner(), refused(f"milestone {work.stage().pk} has no money in"):
        Milestone.objects.filter(pk=work.stage().pk).update(state="ready")


def test_an_approval_is_not_taken_back() -> None:
    work = Work()
    work.start(stages=2)
    work.fund()
    work.hand_in()
    work.approve()
    for state in ("planned", "ready", "handed_in"):
        with as_owner(), refused("was approved"):
            Milestone.objects.filter(number=1).update(state=state)


@pytest.mark.parametrize(
    "changed", [{"amount": 1}, {"due_on": "2030-01-01"}, {"review_days": 14}, {"pay_days": 30}]
)
def test_the_terms_of_a_stage_are_not_changed(changed: dict[str, Any]) -> None:
    work = Work()
    work.start()
    with as_owner(), refused("are fixed"):
        Milestone.objects.update(**changed)


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"amount": 0}, "milestone_is_paid"),
        ({"review_days": 0}, "milestone_review_days_bounded"),
        ({"review_days": 15}, "milestone_review_days_bounded"),
        ({"pay_days": 31}, "milestone_paid_in_30_days"),
    ],
)
def test_a_stage_outside_the_bounds_is_not_made(fields: dict[str, Any], by: str) -> None:
    work = Work()
    contract = work.start()
    usual = {"title": "x", "deliverable": "x", "due_on": "2030-01-01", "amount": 5}
    with as_owner(), refused(by):
        Milestone.objects.create(
            engagement=work.engagement, contract=contract, number=9, **(usual | fields)
        )


def test_a_stage_handed_in_has_an_end_of_its_review_and_an_approved_one_its_day() -> None:
    work = Work()
    work.start()
    work.fund()
    with as_owner(), refused("milestone_review_has_an_end"):
        Milestone.objects.update(state="handed_in")
    with as_owner(), refused("milestone_approved_since"):
        Milestone.objects.update(state="approved")


def test_what_was_handed_in_is_neither_changed_nor_deleted() -> None:
    work = Work()
    work.start()
    work.fund()
    work.hand_in()
    with refused(denied("engagements_handin")):
        HandIn.objects.update(note="Other")
    with refused(denied("engagements_handin")):
        HandIn.objects.all()._raw_delete("default")


@pytest.mark.parametrize("table", ["offer", "contract", "milestone", "engagement"])
def test_nothing_of_the_work_is_deleted(table: str) -> None:
    work = Work()
    work.start()
    with refused(denied(f"engagements_{table}")), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM engagements_{table}")


@pytest.mark.parametrize("model", [Offer, Contract, Milestone])
def test_an_unknown_state_is_not_stored(model: Any) -> None:
    work = Work()
    work.start()
    with as_owner(), refused(f"{model._meta.model_name}_state_known"):
        model.objects.update(state="unheard")
