"""Differences from usual terms: only real ones, and every one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engagements.board.usual import differences
from engagements.models import Posting, UsualTerms
from engagements.models.disclosures import InTheRoom, PersonalExperience, Place, WayToJoin

DAY = date(2027, 1, 1)
postings = st.builds(
    Posting,
    hours=st.integers(1, 200),
    fee_amount=st.integers(1, 10_000_000),
    comparison_amount=st.integers(1, 10_000_000),
    pay_days=st.integers(0, 30),
    cancel_full_hours=st.integers(0, 500),
    cancel_half_days=st.integers(0, 60),
    personal_experience=st.sampled_from(PersonalExperience.values),
    in_the_room=st.lists(st.sampled_from(InTheRoom.values), unique=True),
    recording_uses=st.sampled_from([[], ["photo"]]),
    mandated_reporting=st.sampled_from(["", "Teachers"]),
    place=st.sampled_from(Place.values),
    ways_to_join=st.lists(st.sampled_from(WayToJoin.values), unique=True, min_size=1),
    starts_on=st.just(DAY),
    due_on=st.just(DAY),
)


def strictest(posting: Posting) -> UsualTerms:
    """Return the strictest terms that this posting still meets."""
    return UsualTerms(
        hourly_amount=posting.hourly_amount or None,
        equal_pay=posting.fee_amount >= posting.comparison_amount,
        pay_days=posting.pay_days,
        cancel_full_hours=posting.cancel_full_hours,
        cancel_half_days=posting.cancel_half_days,
        personal_experience=posting.personal_experience,
        not_in_the_room=[one for one in InTheRoom.values if one not in posting.in_the_room],
        no_recording=not posting.recording_uses,
        no_reporting=not posting.mandated_reporting,
        remote_only=posting.place != Place.IN_PERSON,
        ways_to_join=posting.ways_to_join[:1],
    )


@given(postings)
def test_nothing_set_never_differs(posting: Posting) -> None:
    assert differences(None, posting) == differences(UsualTerms(), posting) == []


@given(postings)
def test_what_a_project_meets_exactly_does_not_differ(posting: Posting) -> None:
    assert differences(strictest(posting), posting) == []


@given(postings, st.data())
def test_one_step_stricter_is_one_difference(posting: Posting, data: st.DataObject) -> None:
    usual = strictest(posting)
    steps = {
        "hourly_amount": posting.hourly_amount + 1,
        "pay_days": posting.pay_days - 1 if posting.pay_days else None,
        "cancel_full_hours": posting.cancel_full_hours + 1,
        "cancel_half_days": posting.cancel_half_days + 1,
        "not_in_the_room": InTheRoom.values if posting.in_the_room else None,
        "no_recording": True if posting.recording_uses else None,
        "no_reporting": True if posting.mandated_reporting else None,
        "remote_only": True if posting.place == Place.IN_PERSON else None,
        "equal_pay": True if posting.fee_amount < posting.comparison_amount else None,
        "personal_experience": {"optional": "not_asked", "central": "optional"}.get(
            posting.personal_experience
        ),
        "ways_to_join": [one for one in WayToJoin.values if one not in posting.ways_to_join]
        or None,
    }
    name = data.draw(st.sampled_from(sorted(name for name, to in steps.items() if to is not None)))
    setattr(usual, name, steps[name])
    assert len(differences(usual, posting)) == 1
