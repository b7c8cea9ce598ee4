"""Narrowing uses, and the ends of what a permission can say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultants.consent_scope import Channel, Scope, Use
from consultants.consents import services
from consultants.models import Consent, Consultant, Takedown
from consultants.visibility import in_words
from core import clock
from core.errors import Refused
from tests.clock import moved_clock
from tests.factories import acting, make_checked_member, make_consultant

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Consultant:
    return make_consultant("Given Person", rate=9_000)


@pytest.fixture
def given(person: Consultant) -> Consent:
    scope = Scope(
        items=frozenset({"rate"}),
        uses=frozenset({Use.NAME, Use.QUOTES}),
        output="Yearly report",
        uses_allowed=2,
        channel=Channel.PRINT,
    )
    organization = make_checked_member().membership.organization
    with acting(person.user):
        return services.give(person, organization=organization, scope=scope, actor=person.user)


def narrow(given: Consent, person: Consultant, **kept: frozenset) -> Consent:
    fields = {"items": frozenset(), "uses": frozenset()} | kept
    with acting(person.user):
        services.narrow(given, **fields, until=given.valid_until, actor=person.user)
        return Consent.objects.get(pk=given.pk)


def test_uses_that_are_kept_keep_their_output_and_number(given, person) -> None:
    after = narrow(given, person, uses=frozenset({Use.QUOTES}))
    assert (after.use_list, after.item_names) == ((Use.QUOTES,), ())
    assert (after.output, after.uses_allowed) == ("Yearly report", 2)


def test_without_uses_no_output_stays_named(given, person) -> None:
    after = narrow(given, person, items=frozenset({"rate"}))
    assert (after.use_list, after.item_names) == ((), ("name", "rate"))
    assert (after.output, after.uses_allowed) == ("", None)


def test_what_was_not_given_is_not_kept(given, person) -> None:
    with pytest.raises(Refused, match="Keep at least one thing"):
        narrow(given, person, uses=frozenset({Use.VOICE}))


def test_stopping_what_has_ended_by_itself_asks_nobody_to_delete(person) -> None:
    organization = make_checked_member().membership.organization
    with acting(person.user), moved_clock(days=-2):
        scope = Scope(items=frozenset({"rate"}), until=clock.now() + timedelta(days=1))
        ended = services.give(person, organization=organization, scope=scope, actor=person.user)
    with acting(person.user):
        services.stop(ended, actor=person.user)
        assert Consent.objects.get(pk=ended.pk).stopped_at is not None
        assert not Takedown.objects.exists()


def test_looking_at_what_would_stay_changes_nothing(given, person) -> None:
    until = timezone.now() + timedelta(days=5)
    with acting(person.user):
        before = Consent.objects.values().get(pk=given.pk)
        services.keep_only(given, items=frozenset(), uses=frozenset({Use.NAME}), until=until)
        assert Consent.objects.values().get(pk=given.pk) == before


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("expertise", [8], ["Peer support design"]),
        ("region", 7, "Latin America and the Caribbean"),
        ("rate", 9_000, 9_000),
        ("pronouns", "they", "they"),
    ],
)
def test_choices_are_read_as_their_labels(name: str, value: object, words: object) -> None:
    assert in_words(name, value) == words
