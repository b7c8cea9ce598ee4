"""Making and answering versions of the terms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import NotAllowed, Refused
from engagements.models import Contract, Offer
from engagements.negotiation import services
from tests.engagements.work import Work
from tests.factories import acting, make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db


def answer(
    work: Work, offer: Offer, *, number: int | None = None, sha256: str | None = None
) -> Contract:
    with acting(work.person):
        return services.accept_offer(
            offer,
            number=offer.number if number is None else number,
            sha256=sha256 or offer.sha256,
            actor=work.person,
        )


def test_either_side_makes_the_first_version() -> None:
    by_organization, by_consultant = Work(), Work()

    assert by_organization.offer().side == "organization"
    assert by_consultant.offer(by=by_consultant.person).side == "consultant"


def test_the_next_version_takes_the_place_of_the_open_one() -> None:
    work = Work()
    first = work.offer()
    second = work.offer(by=work.person)

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "open", 2)


def test_neither_side_offers_less_for_an_hour_than_a_project_may() -> None:
    work = Work()
    for side in (work.member, work.person):
        with pytest.raises(Refused, match="The lowest pay here is"):
            work.offer(by=side, hours=13)
    assert not Offer.objects.exists()
    work.offer(hours=0)  # hours that nobody counts have no pay for an hour


def test_accepting_drafts_one_contract_from_that_version() -> None:
    work = Work()
    offer = work.offer()
    contract = answer(work, offer)

    offer.refresh_from_db()
    assert offer.state == "accepted"
    assert (contract.offer_id, contract.state, work.fresh().state) == (
        offer.pk,
        "waiting",
        "talking",
    )


def test_accepting_twice_gives_the_same_contract() -> None:
    work = Work()
    offer = work.offer()

    assert answer(work, offer) == answer(work, offer)
    with acting(work.person):
        assert Contract.objects.filter(engagement=work.engagement).count() == 1


@pytest.mark.parametrize("wrong", [{"number": 2}, {"sha256": "0" * 64}])
def test_other_terms_than_the_ones_read_are_not_accepted(wrong: dict[str, object]) -> None:
    work = Work()
    offer = work.offer()
    with pytest.raises(Refused):
        answer(work, offer, **wrong)  # type: ignore[arg-type]

    offer.refresh_from_db()
    assert offer.state == "open"
    assert not Contract.objects.exists()


def test_a_replaced_version_is_not_accepted() -> None:
    work = Work()
    old = work.offer()
    work.offer(by=work.person)
    with pytest.raises(Refused):
        answer(work, old)


def test_a_version_past_its_end_is_not_accepted() -> None:
    work = Work()
    offer = ended_offer(work)
    with pytest.raises(Refused):
        answer(work, offer)


def ended_offer(work: Work) -> Offer:
    now = timezone.now()
    terms = work.terms()
    return Offer.objects.create(
        engagement=work.engagement,
        number=1,
        side="organization",
        made_by=work.member,
        terms=terms.as_json(),
        sha256=terms.sha256(),
        made_at=now - timedelta(days=15),
        ends_at=now - timedelta(days=1),
    )


def test_the_sweep_ends_late_versions_once() -> None:
    offer = ended_offer(Work())
    Work().offer()

    assert (services.expire_offers(), services.expire_offers()) == (1, 0)
    offer.refresh_from_db()
    assert offer.state == "expired"


def test_an_ended_version_may_be_followed_by_a_new_one() -> None:
    work = Work()
    offer = ended_offer(work)
    services.expire_offers()
    with pytest.raises(Refused):
        answer(work, Offer.objects.get(pk=offer.pk))
    assert work.offer().number == 2


def test_the_maker_does_not_answer_their_own_version() -> None:
    work = Work()
    offer = work.offer(by=work.person)
    with pytest.raises(NotAllowed):
        answer(work, offer)
    with acting(work.person), pytest.raises(NotAllowed):
        services.decline_offer(offer, number=1, sha256=offer.sha256, actor=work.person)


def test_declining_needs_no_reason_and_leaves_the_talk_open() -> None:
    work = Work()
    offer = work.offer()
    for _twice in range(2):
        with acting(work.person):
            services.decline_offer(offer, number=1, sha256=offer.sha256, actor=work.person)

    offer.refresh_from_db()
    assert (offer.state, work.fresh().state) == ("declined", "talking")
    assert work.offer(by=work.person).number == 2


def test_an_answered_version_is_not_declined() -> None:
    work = Work()
    offer = work.offer()
    answer(work, offer)
    with acting(work.person), pytest.raises(Refused):
        services.decline_offer(offer, number=1, sha256=offer.sha256, actor=work.person)


def test_a_version_written_before_a_newer_arrived_is_not_stored() -> None:
    work = Work()
    work.offer(by=work.person)
    with acting(work.member), pytest.raises(Refused):
        services.make_offer(work.fresh(), terms=work.terms(), actor=work.member, after=0)
    assert Offer.objects.filter(engagement=work.engagement).count() == 1


def test_strangers_neither_make_nor_answer_versions() -> None:
    work = Work()
    offer = work.offer()
    viewer = make_member(work.engagement.organization, role="viewer")
    for stranger in (make_checked_member(), make_consultant().user, viewer):
        with acting(stranger), pytest.raises(NotAllowed):
            services.make_offer(work.fresh(), terms=work.terms(), actor=stranger)
        with acting(stranger), pytest.raises(NotAllowed):
            services.accept_offer(offer, number=1, sha256=offer.sha256, actor=stranger)


def test_terms_wait_while_a_contract_waits_for_signatures() -> None:
    work = Work()
    work.agree()
    with pytest.raises(Refused):
        work.offer(by=work.person)


def test_terms_are_closed_once_the_work_has_begun() -> None:
    work = Work()
    work.start()
    with pytest.raises(Refused):
        work.offer()


def test_signs_that_the_contract_cannot_print_are_refused_before_anything_is_stored() -> None:
    work = Work()
    with pytest.raises(Refused, match="漢"):
        work.offer(scope="漢字")
    assert not Offer.objects.exists()


def test_stopping_closes_what_was_open_and_unties_the_two() -> None:
    work = Work()
    offer = work.offer()
    for _twice in range(2):
        with acting(work.person):
            services.stop_talking(work.fresh(), actor=work.person)

    offer.refresh_from_db()
    assert (work.fresh().state, offer.state, work.tie()) == ("ended", "declined", None)


def test_stopping_closes_an_unsigned_contract() -> None:
    work = Work()
    contract = work.agree()
    with acting(work.member):
        services.stop_talking(work.fresh(), actor=work.member)

    with acting(work.person):
        contract.refresh_from_db(fields=["state"])
    assert contract.state == "declined"


def test_both_sides_are_told_when_it_is_their_turn() -> None:
    work = Work()
    offer = work.offer()
    here = {"page": "work", "code": work.engagement.code}
    assert work.person.notices.filter(**here).exists()
    assert not work.member.notices.filter(**here).exists()
    answer(work, offer)
    assert work.member.notices.filter(**here).exists()
