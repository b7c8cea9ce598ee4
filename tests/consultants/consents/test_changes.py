"""A permission is narrowed, extended and stopped, and its end is said before it comes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from consultants.consents import services
from consultants.jobs import remind_of_ends
from consultants.models import Consent
from core.errors import Refused
from core.outbox import claim_next, enqueue
from notices.models import Notice
from tests.consultants.consents.asking import allow, ask, report, shown
from tests.factories import acting

pytestmark = pytest.mark.django_db


class TestChanging:
    def narrow(self, given: Consent, **kept: Any) -> Consent:
        fields: dict[str, Any] = {
            "items": frozenset(given.item_names),
            "uses": frozenset(given.use_list),
            "until": given.valid_until,
        }
        with acting(given.consultant.user):
            return services.narrow(given, **(fields | kept), actor=given.consultant.user)

    def test_fewer_items_hold_for_the_next_look(self, person, member) -> None:
        given = allow(ask(person, member))
        self.narrow(given, items=frozenset({"rate"}))
        assert shown(person, member) == {"name", "rate"}

    def test_it_can_end_later_but_not_beyond_three_years(self, person, member) -> None:
        given = allow(ask(person, member))
        later = timezone.now() + timedelta(days=400)
        assert self.narrow(given, until=later).valid_until == later
        with pytest.raises(Refused):
            self.narrow(given, until=timezone.now() + timedelta(days=1100))
        with pytest.raises(Refused):
            self.narrow(given, until=timezone.now())

    def test_nothing_left_is_refused(self, person, member) -> None:
        with pytest.raises(Refused, match="at least one"):
            self.narrow(allow(ask(person, member)), items=frozenset())

    def test_what_ended_can_not_be_changed(self, person, member) -> None:
        given = allow(ask(person, member))
        with acting(person.user):
            services.stop(given, actor=person.user)
        with pytest.raises(Refused, match="has ended"):
            self.narrow(given)

    def test_uses_can_be_given_up_for_the_items(self, person, member) -> None:
        given = allow(ask(person, member, **report()))
        left = self.narrow(given, uses=frozenset())
        assert (left.uses, left.output, left.uses_allowed) == (0, "", None)


def test_people_are_reminded_once_within_a_week_of_an_end(person, member) -> None:
    soon = allow(ask(person, member, until=timezone.now() + timedelta(days=6)))
    Notice.objects.all().delete()
    for _again in range(2):
        with transaction.atomic():
            enqueue("consultants.remind_of_ends")
        claim = claim_next()
        while claim is not None and claim.name != "consultants.remind_of_ends":
            claim = claim_next()
        assert claim is not None
        with acting_as_job():
            remind_of_ends(claim)
        told = Notice.objects.filter(user=person.user, seen_at=None)
        assert [one.path for one in told] == [f"/permissions/{soon.code}/"]
    Notice.objects.all().delete()
    with acting_as_job():
        assert not Consent.objects.filter(reminded_at=None).exists()


def acting_as_job():
    from core.viewer import acting_as

    return acting_as("job:consultants.remind_of_ends")


def test_the_reminding_job_sees_nothing_that_ends_later(person, member) -> None:
    allow(ask(person, member))
    with acting_as_job():
        assert not Consent.objects.exists()
