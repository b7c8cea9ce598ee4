"""What is used outside the profile: counted, never more often than allowed, and deleted after a stop."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consultants.access_log.queries import seen_under
from consultants.consents import services
from consultants.consents.takedowns import answer_takedown
from consultants.consents.uses import record_use
from consultants.models import Consent, ConsentUse, Consultant, Look, Takedown
from core.errors import NotAllowed, Refused
from notices.models import Notice
from organizations.models import Organization
from tests.conftest import as_owner
from tests.consultants.consents.asking import allow, ask, report, shown
from tests.factories import acting, make_checked_member
from tests.refusals import hidden, refused

pytestmark = pytest.mark.django_db


class TestUses:
    def use(self, given: Consent, actor: User) -> ConsentUse:
        with acting(actor):
            return record_use(given, used_on=date(2026, 1, 1), where="Page 4", actor=actor)

    def test_each_use_is_counted_and_one_more_is_refused(self, person, member) -> None:
        given = allow(ask(person, member, **report(items=frozenset())))
        self.use(given, member)
        self.use(given, member)
        with pytest.raises(Refused, match="as often as allowed"):
            self.use(given, member)
        with acting(person.user):
            assert given.times_used.count() == 2
        told = Notice.objects.filter(user=person.user, page="permission", code=given.code)
        assert told.exists()

    def test_a_stopped_consent_is_not_used(self, person, member) -> None:
        given = allow(ask(person, member, **report()))
        with acting(person.user):
            services.stop(given, actor=person.user)
        with pytest.raises(Refused):
            self.use(given, member)

    def test_strangers_record_and_read_nothing(self, person, member) -> None:
        given = allow(ask(person, member, **report()))
        self.use(given, member)
        stranger = make_checked_member()
        with pytest.raises(NotAllowed):
            self.use(given, stranger)
        with acting(stranger):
            assert not ConsentUse.objects.exists()
            with refused(hidden("consultants_consentuse")):
                ConsentUse.objects.create(
                    consent_id=given.pk,
                    used_on=date(2026, 1, 1),
                    where="x",
                    recorded_by=stranger,
                )

    def test_a_consent_of_items_only_has_no_uses(self, person, member) -> None:
        given = allow(ask(person, member))
        with pytest.raises(Refused):
            self.use(given, member)


class TestTakedowns:
    def stopped(self, person: Consultant, member: User) -> Takedown:
        given = allow(ask(person, member))
        with acting(person.user):
            services.stop(given, actor=person.user)
            services.stop(given, actor=person.user)
            return Takedown.objects.get()

    def test_stopping_asks_once_to_delete(self, person, member) -> None:
        takedown = self.stopped(person, member)
        assert takedown.due_on == (timezone.now() + timedelta(days=14)).date()
        assert Notice.objects.filter(user=member, page="org_permissions").exists()

    def test_the_first_answer_stands_and_is_told(self, person, member) -> None:
        takedown = self.stopped(person, member)
        with acting(member):
            answer_takedown(takedown, answer="deleted", actor=member)
            answer_takedown(takedown, answer="nothing_kept", actor=member)
        with acting(person.user):
            assert Takedown.objects.get().answer == "deleted"

    def test_a_law_is_named(self, person, member) -> None:
        takedown = self.stopped(person, member)
        with acting(member), pytest.raises(Refused, match="which law"):
            answer_takedown(takedown, answer="must_keep", note="  ", actor=member)

    def test_a_lapsed_organization_still_answers(self, person, member) -> None:
        takedown = self.stopped(person, member)
        with as_owner():
            Organization.objects.update(checked_until=timezone.now())
        with acting(member):
            answer_takedown(takedown, answer="deleted", actor=member)

    def test_the_consultant_does_not_answer_for_them(self, person, member) -> None:
        takedown = self.stopped(person, member)
        with acting(person.user):
            with pytest.raises(NotAllowed):
                answer_takedown(takedown, answer="deleted", actor=person.user)
            with refused("the organization answers, once"):
                Takedown.objects.filter(pk=takedown.pk).update(
                    answer="deleted", answered_at=timezone.now()
                )

    def test_what_is_taken_out_is_asked_back_at_once_and_the_rest_after_the_stop(
        self, person, member
    ) -> None:
        given = allow(ask(person, member, items=frozenset({"rate", "pronouns"})))
        assert shown(person, member) >= {"rate", "pronouns"}  # a look, which is noted
        with as_owner():
            Look.objects.update(last_at=timezone.now())  # one transaction has one time
        with acting(person.user):
            narrowed = services.narrow(
                given, items=frozenset({"rate"}), uses=frozenset(), until=given.valid_until,
                actor=person.user,
            )  # fmt: skip
            (first,) = Takedown.objects.all()
            assert first.item_names == ("pronouns",)
            assert set(seen_under(narrowed).items) >= {"rate", "pronouns"}
            services.stop(narrowed, actor=person.user)
            second = Takedown.objects.latest("pk")
        assert second.item_names == ("name", "rate")
        with as_owner(), refused("a takedown asks once for what is covered no more"):
            Takedown.objects.create(consent=given, items=first.items, due_on=date(2027, 1, 1))
        with acting(member):
            answer_takedown(first, answer="deleted", actor=member)
        client = Client()
        client.force_login(member)
        page = client.get(f"/org/permissions/{given.code}/delete/").content.decode()
        assert "Working name, Rate for an hour" in page
        assert "Pronouns" not in page
        # a tab that still shows the first one answers for the first one, never for the second
        path = f"/org/permissions/{given.code}/delete/"
        late = client.post(path, {"answer": "nothing_kept", "number": "1"}).content.decode()
        assert "The first answer stands." in late
        for odd in ("", "0", "3", "x", "9" * 5000):
            assert client.post(path, {"answer": "deleted", "number": odd}).status_code == 404, odd
        with as_owner():
            assert Takedown.objects.get(pk=second.pk).answered_at is None

    def test_only_an_earlier_end_asks_for_nothing_back(self, person, member) -> None:
        given = allow(ask(person, member))
        sooner = given.valid_until - timedelta(days=1)
        with acting(person.user):
            services.narrow(
                given, items=frozenset(given.item_names), uses=frozenset(), until=sooner,
                actor=person.user,
            )  # fmt: skip
            assert not Takedown.objects.exists()

    def test_nothing_is_asked_of_a_consent_in_force(self, person, member) -> None:
        given = allow(ask(person, member))
        with acting(person.user), refused("a takedown asks once for what is covered no more"):
            Takedown.objects.create(consent=given, items=given.items, due_on=date(2027, 1, 1))
