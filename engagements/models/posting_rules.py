"""What a posting may never be, for the database. A draft may have gaps, but nothing contradictory."""

from typing import Any

from django.db.models import BaseConstraint, CheckConstraint, F, Q

from core.money import LARGEST
from engagements.models.disclosures import (
    LANGUAGES,
    Credit,
    InTheRoom,
    KindOfWork,
    Ownership,
    PersonalExperience,
    Place,
    RecordingUse,
    Support,
    WayToJoin,
    WayToPay,
)
from engagements.states import PostingState

UNSENT = Q(state__in=[PostingState.DRAFT, PostingState.WITHDRAWN])
NOTHING_UNEQUAL = Q(fee_amount__gte=F("comparison_amount")) & (
    Q(fee_up_to=None) | Q(consultants_wanted=1)
)


def _never_unless(name: str, condition: Q) -> BaseConstraint:
    return CheckConstraint(name=f"posting_{name}", condition=condition)


def _once_sent(name: str, condition: Q) -> BaseConstraint:
    return CheckConstraint(name=f"posting_{name}", condition=UNSENT | condition)


def _known(field: str, choices: Any, *, gap: bool = False) -> BaseConstraint:
    condition = Q(**{f"{field}__in": choices.values})
    return (
        _once_sent(f"{field}_known", condition)
        if gap
        else _never_unless(f"{field}_known", condition)
    )


def _known_list(field: str, choices: Any) -> BaseConstraint:
    return _never_unless(f"{field}_known", Q(**{f"{field}__contained_by": choices.values}))


def _money(field: str) -> BaseConstraint:
    return _never_unless(
        f"{field}_sane", Q(**{f"{field}__gte": 0, f"{field}__lte": LARGEST}) | Q(**{field: None})
    )


POSTING_RULES: tuple[BaseConstraint, ...] = (
    _known("state", PostingState),
    _known("kind_of_work", KindOfWork, gap=True),
    _known("way_to_pay", WayToPay),
    _known("personal_experience", PersonalExperience),
    _known("place", Place),
    _never_unless("language_known", Q(language__in=[code for code, _name in LANGUAGES])),
    _known("ownership", Ownership),
    _known("credit", Credit),
    _known_list("in_the_room", InTheRoom),
    _known_list("recording_uses", RecordingUse),
    _known_list("ways_to_join", WayToJoin),
    _known_list("support", Support),
    _money("fee_amount"),
    _money("fee_up_to"),
    _money("comparison_amount"),
    _money("first_talk_amount"),
    _money("sample_amount"),
    # said before it is sent
    _once_sent("says_what", ~Q(title="") & ~Q(summary="") & ~Q(deliverable="")),
    _once_sent("is_paid", Q(fee_amount__gt=0)),
    _once_sent("has_hours", Q(hours__gt=0)),
    _once_sent("comparison_is_pay", Q(comparison_amount__gt=0)),
    _once_sent("names_its_funder", ~Q(funder="")),
    _once_sent("has_a_way_to_join", ~Q(ways_to_join=[])),
    _once_sent("pays_the_floor", Q(pay_floor__gt=0, fee_amount__gte=F("pay_floor") * F("hours"))),
    _once_sent("unequal_fees_have_a_reason", NOTHING_UNEQUAL | ~Q(unequal_fees_reason="")),
    _once_sent("sent_since", Q(sent_at__isnull=False)),
    _never_unless("open_since", ~Q(state="open") | Q(opened_at__isnull=False)),
    _never_unless("template_is_unsent", Q(template_name="") | UNSENT),
    # true of drafts too: each pair of answers stands on one page
    _never_unless("dates_in_order", Q(due_on__gte=F("starts_on"))),
    _never_unless(
        "parts_are_within_the_hours",
        Q(hours__gte=F("hours_preparation") + F("hours_travel") + F("hours_debrief")),
    ),
    _never_unless("range_goes_up", Q(fee_up_to=None) | Q(fee_up_to__gt=F("fee_amount"))),
    _never_unless("wants_somebody", Q(consultants_wanted__gt=0)),
    _never_unless("long_talk_is_paid", Q(first_talk_minutes__lte=30) | Q(first_talk_amount__gt=0)),
    _never_unless(
        "sample_is_paid",
        Q(sample_asked=True, sample_amount__gt=0) | Q(sample_asked=False, sample_amount=0),
    ),
    _never_unless("paid_in_30_days", Q(pay_days__lte=30)),
    _never_unless("cancelling_steps_down", Q(cancel_full_hours__lte=F("cancel_half_days") * 24)),
    _never_unless(
        "no_topics_unless_asked", ~Q(personal_experience="not_asked") | Q(topics_to_skip="")
    ),
    _never_unless(
        "reporting_says_to_whom",
        Q(mandated_reporting="", reports_to="") | ~Q(mandated_reporting="") & ~Q(reports_to=""),
    ),
    _never_unless(
        "recording_is_one_answer",
        Q(recording_uses=[], recording="") | ~Q(recording_uses=[]) & ~Q(recording=""),
    ),
    _never_unless(
        "ways_fit_the_place", ~Q(place="remote") | ~Q(ways_to_join__contains=["in_person"])
    ),
    _never_unless(
        "in_person_can_be_joined",
        ~Q(place="in_person") | Q(ways_to_join__contains=["in_person"]) & ~Q(region=""),
    ),
)
