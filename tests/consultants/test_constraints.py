"""What may never be in the tables: each rule with a try to break it."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from consultants.consent_scope import Scope
from consultants.consents.services import give, hidden_among, stop
from consultants.items import BY_NAME, ITEMS, Audience, names_in
from consultants.models import Consent, ConsentEvent, Consultant, Profile, Standing
from consultants.profile.services import change_audience, open_profile, pause, unpause
from core.errors import Refused
from tests.conftest import as_owner
from tests.factories import acting, make_consultant, make_member
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = timezone.now()
STAYS = "permissions are stopped, not deleted or moved"


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Some Person", audience=Audience.PICKED)


def consent(consultant: Consultant, organization, **changed) -> Consent:
    """Store a permission directly, past the service."""
    fields = {
        "items": 1,
        "purpose": "work",
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=1),
    }
    with acting(consultant.user), transaction.atomic():
        return Consent.objects.create(
            consultant=consultant, organization=organization, **{**fields, **changed}
        )


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
@pytest.mark.parametrize("audience", [-1, 6, None])
def test_an_audience_outside_the_six_is_refused(consultant: Consultant, item, audience) -> None:
    column = f"{item.name}_audience"
    by = f"profile_{column}_known" if audience is not None else f'null value in column "{column}"'
    with as_owner(), refused(by):
        Profile.objects.filter(pk=consultant.pk).update(**{column: audience})


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_is_pay(consultant: Consultant, rate: int) -> None:
    with as_owner(), refused("profile_rate_is_pay"):
        Profile.objects.filter(pk=consultant.pk).update(rate=rate)


def test_who_may_invite_is_one_of_three(consultant: Consultant) -> None:
    with refused("consultant_may_invite_known"):
        Consultant.objects.filter(pk=consultant.pk).update(may_invite=3)


def test_one_account_is_one_consultant_with_one_profile(consultant: Consultant) -> None:
    with refused("consultants_consultant_user_id_key"):
        open_profile(consultant.user)


@pytest.mark.parametrize(
    ("changed", "by"),
    [
        ({"items": 0}, "consent_covers_something"),
        ({"items": 1 << len(ITEMS)}, "consent_covers_something"),
        ({"items": -1}, "consent_covers_something"),
        ({"purpose": "curiosity"}, "consent_words_known"),
        ({"valid_until": NOW}, "consent_ends_within_three_years"),
        ({"valid_until": NOW - timedelta(days=1)}, "consent_ends_within_three_years"),
        ({"valid_until": NOW + timedelta(days=1097)}, "consent_ends_within_three_years"),
        ({"valid_from": NOW + timedelta(hours=1)}, "a permission begins when it is given"),
    ],
    ids=lambda part: part if isinstance(part, str) else next(iter(part)),
)
def test_consents_that_cannot_be_are_refused(
    consultant: Consultant, organization, changed, by: str
) -> None:
    with refused(by):
        consent(consultant, organization, **changed)


@pytest.mark.parametrize(
    ("changed", "by"),
    [
        ({"items": 3}, "a permission covers no more than was given"),
        ({"purpose": "other"}, STAYS),
        ({"purpose_text": "something else"}, STAYS),
        ({"assigned_only": True}, STAYS),
        ({"valid_from": NOW - timedelta(days=1)}, STAYS),
    ],
    ids=lambda part: part if isinstance(part, str) else next(iter(part)),
)
def test_what_was_permitted_never_changes(
    consultant: Consultant, organization, changed, by: str
) -> None:
    given = consent(consultant, organization)
    with acting(consultant.user), refused(by):
        Consent.objects.filter(pk=given.pk).update(**changed)


def test_a_consent_stays_with_its_organization(consultant: Consultant, organization) -> None:
    given = consent(consultant, organization)
    other = make_member().membership.organization
    with acting(consultant.user), refused(STAYS):
        Consent.objects.filter(pk=given.pk).update(organization=other)


def test_a_stopped_consent_stays_stopped_and_no_consent_is_deleted(
    consultant: Consultant, organization
) -> None:
    given = consent(consultant, organization)
    with acting(consultant.user):
        stop(given, actor=consultant.user)
        with refused("a stopped permission stays stopped"):
            Consent.objects.filter(pk=given.pk).update(stopped_at=None)
    with as_owner(), refused(STAYS):
        Consent.objects.filter(pk=given.pk)._raw_delete("default")


def test_a_tie_is_one_of_two(consultant: Consultant, organization) -> None:
    with as_owner(), refused("standing_tie_known"):
        Standing.objects.create(organization=organization, consultant=consultant, tie=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": NOW - timedelta(days=1)},
        {"until": NOW + timedelta(days=1200)},
        {"items": frozenset({"shoe_size"})},
        {"purpose": "curiosity"},
        {"purpose_text": "x" * 10_000},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_giving_what_cannot_be_is_told_and_stores_nothing(
    consultant: Consultant, organization, wrong
) -> None:
    fields = {"items": frozenset({"rate"}), "purpose": "work", **wrong}
    with acting(consultant.user), pytest.raises(Refused):
        give(consultant, organization=organization, actor=consultant.user, scope=Scope(**fields))
    assert not Consent.objects.exists()


def test_giving_needs_a_working_name(organization) -> None:
    nameless = make_consultant("")
    with acting(nameless.user), pytest.raises(Refused):
        give(
            nameless,
            organization=organization,
            scope=Scope(items=frozenset({"rate"}), purpose="work"),
            actor=nameless.user,
        )


def test_giving_opens_the_door_for_the_picked_and_notes_it(organization) -> None:
    consultant = make_consultant("Some Person")
    with acting(consultant.user):
        profile = Profile.objects.get(pk=consultant.pk)
        assert hidden_among(profile, frozenset({"name", "rate"})) == {"name", "rate"}
        given = give(
            consultant, organization=organization, actor=consultant.user,
            scope=Scope(items=frozenset({"rate"}), purpose="other", purpose_text="<b>A talk</b>"),
        )  # fmt: skip
        assert names_in(given.items) == ("name", "rate")
        assert (
            hidden_among(Profile.objects.get(pk=consultant.pk), frozenset({"rate"})) == frozenset()
        )
        raised = ConsentEvent.objects.filter(name="audience", level=Audience.PICKED)
        assert raised.filter(items=BY_NAME["rate"].mask).count() == 1


def test_two_windows_one_wins_and_the_other_is_told(consultant: Consultant) -> None:
    with acting(consultant.user):
        first, second = (Profile.objects.get(pk=consultant.pk) for _ in range(2))
        change_audience(
            first, "name", audience=Audience.ONLY_ME, before=Audience.PICKED, actor=consultant.user
        )
        with pytest.raises(Refused):
            change_audience(
                second,
                "name",
                audience=Audience.CHECKED,
                before=Audience.PICKED,
                actor=consultant.user,
            )
        assert Profile.objects.get(pk=consultant.pk).name_audience == Audience.ONLY_ME


def test_pausing_twice_is_pausing_once(consultant: Consultant) -> None:
    def paused_at() -> datetime | None:
        return Consultant.objects.get(pk=consultant.pk).paused_at

    with acting(consultant.user):
        pause(consultant, actor=consultant.user)
        first = paused_at()
        pause(consultant, actor=consultant.user)
        assert paused_at() == first
        unpause(consultant, actor=consultant.user)
        unpause(consultant, actor=consultant.user)
        steps = ConsentEvent.objects.filter(name__in=["paused", "came_back"]).order_by("number")
        assert list(steps.values_list("name", flat=True)) == ["paused", "came_back"]
    assert paused_at() is None


def test_personal_rows_say_nothing_in_logs(consultant: Consultant, organization) -> None:
    given = consent(consultant, organization)
    with as_owner():
        rows = [consultant, Profile.objects.get(pk=consultant.pk), given, Standing.objects.get()]
    for row in rows:
        assert "Some Person" not in f"{row} {row!r}"
