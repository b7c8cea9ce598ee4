"""Asking, answering, changing, stopping: what each side can do, and what the database refuses."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from consultants.blocks.services import block
from consultants.consent_scope import Purpose, Scope, Use
from consultants.consents import requests, services
from consultants.items import Audience, names_in
from consultants.models import Consent, ConsentRequest, Profile, SentRequest
from consultants.profile.services import pause
from consultants.states import RequestState
from core.errors import NotAllowed, Refused
from notices.models import Notice
from organizations.models import Organization, Role
from tests.conftest import as_owner
from tests.consultants.consents.asking import allow, ask, refuse, scope, shown, standing
from tests.factories import acting, check, make_checked_member, make_consultant, make_member
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


class TestAsking:
    def test_the_person_is_told_and_nothing_is_shown_yet(self, person, member) -> None:
        request = ask(person, member)
        assert request.state == RequestState.OPEN
        assert names_in(request.items) == ("pronouns", "rate")
        notices = Notice.objects.filter(user=person.user)
        assert [one.path for one in notices] == [f"/permissions/asked/{request.code}/"]
        assert shown(person, member) == {"name"}

    def test_any_item_may_be_asked_for_also_an_empty_one(self, person, member) -> None:
        request = ask(person, member, items=frozenset({"legal_name"}))
        assert names_in(request.items) == ("legal_name",)

    def test_who_can_not_be_seen_can_not_be_asked(self, member) -> None:
        hidden = make_consultant("Hidden Person")
        with pytest.raises(NotAllowed):
            ask(hidden, member)
        with as_owner():
            assert not ConsentRequest.objects.exists()

    @pytest.mark.parametrize("role", [Role.FINANCE, Role.VIEWER])
    def test_colleagues_without_the_power_ask_nobody(self, person, member, role: str) -> None:
        colleague = make_member(member.membership.organization, role=role)
        with pytest.raises(NotAllowed):
            ask(person, colleague)

    def test_a_narrowed_coordinator_asks_nobody_even_past_the_service(self, person, member) -> None:
        colleague = make_member(member.membership.organization, role=Role.COORDINATOR, limited=True)
        with acting(colleague), transaction.atomic():
            outcome, _id = requests._write_request(person, code="x" * 22, scope=scope())
        assert outcome == "missing"

    def test_an_unchecked_organization_asks_nobody(self, person) -> None:
        with as_owner():
            Profile.objects.filter(pk=person.pk).update(name_audience=Audience.ANYONE)
        with pytest.raises(NotAllowed):
            ask(person, make_member())

    def test_one_request_waits_for_each_pair(self, person, member) -> None:
        ask(person, member)
        with pytest.raises(Refused, match="asked this person already"):
            ask(person, member)

    def test_a_no_does_not_show_by_asking_again(self, person, member) -> None:
        refuse(ask(person, member))
        with pytest.raises(Refused, match="asked this person already"):
            ask(person, member)
        assert standing(member) == ["waiting"]

    def test_after_its_time_it_can_be_asked_anew(self, person, member) -> None:
        for answer in (lambda request: None, refuse):
            request = ask(person, member)
            answer(request)
            with as_owner():
                ConsentRequest.objects.filter(pk=request.pk).update(
                    asked_at=timezone.now() - timedelta(days=15),
                    ends_at=timezone.now() - timedelta(hours=1),
                )
        ask(person, member)
        assert standing(member) == ["not_shared", "not_shared", "waiting"]

    def test_the_twenty_first_of_a_day_is_refused(self, member) -> None:
        people = [make_consultant(f"Person {n}", audience=Audience.CHECKED) for n in range(21)]
        for one in people[:20]:
            ask(one, member)
        with pytest.raises(Refused, match="20 times"):
            ask(people[20], member)
        with as_owner():
            assert ConsentRequest.objects.count() == 20

    @pytest.mark.parametrize(
        "wrong",
        [
            {"items": frozenset()},
            {"items": frozenset({"shoe_size"})},
            {"until": timedelta(days=-1)},
            {"until": timedelta(days=1100)},
            {"purpose": "curiosity"},
            {"channel": "telegraph"},
            {"purpose_text": "x" * 10_000},
            {"recipients": "x" * 301},
            {"output": "x" * 201},
            {"output": "A report"},
            {"uses": frozenset({Use.VOICE})},
            {"uses": frozenset({Use.VOICE}), "output": "A report", "uses_allowed": 0},
            {"uses": frozenset({Use.VOICE}), "output": "A report", "uses_allowed": 1},
        ],
        ids="-".join,
    )
    def test_what_can_not_be_is_told_and_stores_nothing(self, person, member, wrong) -> None:
        if "until" in wrong:
            wrong = {"until": timezone.now() + wrong["until"]}
        with pytest.raises(Refused):
            ask(person, member, **wrong)
        with as_owner():
            assert not ConsentRequest.objects.exists()


class TestAnswers:
    def test_all_of_it(self, person, member) -> None:
        request = ask(person, member)
        given = allow(request)
        assert shown(person, member) == {"name", "pronouns", "rate"}
        assert given.purpose_text == "A first talk"
        assert standing(member) == ["shared"]
        with as_owner():
            request.refresh_from_db()
        assert request.state == RequestState.ALLOWED
        assert Notice.objects.filter(user=member, page="org_permissions").count() == 1

    def test_part_of_it_gives_no_more_than_was_asked(self, person, member) -> None:
        request = ask(person, member)
        given = allow(
            request,
            items=frozenset({"rate", "email"}),
            until=timezone.now() + timedelta(days=300),
        )
        assert names_in(given.items) == ("name", "rate")
        assert given.valid_until == request.until
        with as_owner():
            request.refresh_from_db()
        assert request.state == RequestState.PARTLY

    def test_a_no_looks_like_no_answer(self, person, member) -> None:
        before = standing(member)
        request = ask(person, member)
        unanswered = standing(member)
        refuse(request)
        assert (before, standing(member)) == ([], unanswered)
        assert not Notice.objects.filter(user=member, page="org_permissions").exists()

    def test_answering_twice_is_once(self, person, member) -> None:
        request = ask(person, member)
        assert allow(request) == allow(request)
        with as_owner():
            assert Consent.objects.count() == 1
        with pytest.raises(Refused):
            refuse(request)

    def test_a_no_stays_a_no(self, person, member) -> None:
        request = ask(person, member)
        refuse(request)
        refuse(request)
        with pytest.raises(Refused):
            allow(request)

    @pytest.mark.parametrize("late", ["withdrawn", "ended"])
    def test_an_answer_after_the_end_is_refused(self, person, member, late: str) -> None:
        request = ask(person, member)
        if late == "withdrawn":
            with acting(member):
                requests.take_back(request.code, organization=request.organization, actor=member)
        else:
            with as_owner():
                ConsentRequest.objects.update(
                    asked_at=timezone.now() - timedelta(days=20), ends_at=timezone.now()
                )
        with pytest.raises(Refused):
            allow(request)
        with pytest.raises(Refused):
            refuse(request)
        assert shown(person, member) == {"name"}

    def test_a_lapsed_check_can_not_be_allowed_but_refused(self, person, member) -> None:
        request = ask(person, member)
        with as_owner():
            Organization.objects.update(checked_until=timezone.now())
        with pytest.raises(Refused, match="check"):
            allow(request)
        refuse(request)

    def test_somebody_elses_request_is_a_missing_one(self, person, member) -> None:
        request = ask(person, member)
        stranger = make_consultant("Other Person")
        with acting(stranger.user):
            with pytest.raises(NotAllowed):
                requests.do_not_allow(request, actor=stranger.user)
            assert not ConsentRequest.objects.exists()

    def test_taking_back_a_no_tells_nothing(self, person, member) -> None:
        request = ask(person, member)
        refuse(request)
        with acting(member):
            requests.take_back(request.code, organization=request.organization, actor=member)
        assert standing(member) == ["withdrawn"]


@pytest.mark.parametrize("how", ["stop", "pause", "block"])
def test_however_somebody_hides_it_reads_the_same(person, member, how: str) -> None:
    given = allow(ask(person, member))
    assert standing(member) == ["shared"]
    with acting(person.user):
        if how == "stop":
            services.stop(given, actor=person.user)
        elif how == "pause":
            pause(person, actor=person.user)
        else:
            block(person, organization=given.organization, actor=person.user)
    assert standing(member) == ["not_shared"]


COVERED = "a permission covers no more than was given"
STAYS = "permissions are stopped, not deleted or moved"


class TestTheDatabase:
    def test_the_organization_reads_no_answer_in_the_table(self, person, member) -> None:
        refuse(ask(person, member))
        with acting(member):
            assert not ConsentRequest.objects.exists()
            assert SentRequest.objects.count() == 1

    def test_nobody_writes_a_request_past_the_function(self, person, member) -> None:
        request = ask(person, member)
        table = denied("consultants_consentrequest")
        view = 'cannot update view "consultants_sentrequest"'
        steps = (
            ("UPDATE consultants_consentrequest SET items = 1 WHERE id = %s", table),
            ("DELETE FROM consultants_consentrequest WHERE id = %s", table),
            ("UPDATE consultants_sentrequest SET items = 1 WHERE id = %s", view),
        )
        for user in (member, person.user):
            for step, by in steps:
                with acting(user), refused(by):
                    connection.cursor().execute(step, [request.pk])

    @pytest.mark.parametrize("state", RequestState.values)
    def test_an_answer_is_not_changed(self, person, member, state: str) -> None:
        request = ask(person, member)
        allow(request)
        if state == RequestState.ALLOWED:
            return
        with as_owner(), refused("a request is answered once"):
            ConsentRequest.objects.filter(pk=request.pk).update(state=state)

    @pytest.mark.parametrize(
        ("more", "by"),
        [
            ({"items": 0b111111}, COVERED),
            ({"uses": 1, "output": "x", "uses_allowed": 1}, COVERED),
            ({"purpose": "work"}, STAYS),
            ({"recipients": "Everybody"}, STAYS),
            ({"channel": "web"}, STAYS),
        ],
        ids=str,
    )
    def test_a_consent_never_covers_more_than_was_given(
        self, person, member, more, by: str
    ) -> None:
        given = allow(ask(person, member))
        with as_owner(), refused(by):
            Consent.objects.filter(pk=given.pk).update(**more)

    def test_an_ended_consent_is_not_extended(self, person, member) -> None:
        given = allow(ask(person, member))
        with acting(person.user):
            services.stop(given, actor=person.user)
        with as_owner(), refused("a permission that ended stays ended"):
            Consent.objects.filter(pk=given.pk).update(
                valid_until=timezone.now() + timedelta(days=60)
            )


@pytest.mark.django_db(transaction=True)
def test_stopping_while_allowing_leaves_one_answer(person, member) -> None:
    request = ask(person, member)
    start, given = Barrier(2), []

    def run(step: Any) -> None:
        start.wait()
        try:
            step(request)
            given.append("done")
        except Refused:
            given.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(step,)) for step in (allow, refuse)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == ["done", "refused"]
    with as_owner():
        request.refresh_from_db()
        assert Consent.objects.exists() == (request.state == RequestState.ALLOWED)


def test_a_former_member_answers_nothing(person, member) -> None:
    request, former = ask(person, member), make_member(member.membership.organization)
    with as_owner():
        former.membership.delete()
    with acting(former), pytest.raises(NotAllowed):
        requests.take_back(request.code, organization=request.organization, actor=former)


def test_another_organization_takes_nothing_back(person, member) -> None:
    request = ask(person, member)
    other = make_checked_member()
    with acting(other):
        requests.take_back(request.code, organization=other.membership.organization, actor=other)
    assert standing(member) == ["waiting"]


def test_a_consent_for_a_purpose_keeps_its_words(person) -> None:
    other = make_member()
    check(other.membership.organization)
    with acting(person.user):
        given = services.give(
            person,
            organization=other.membership.organization,
            scope=Scope(items=frozenset({"rate"}), purpose=Purpose.WORK, recipients="A funder"),
            actor=person.user,
        )
    assert (given.purpose, given.recipients, given.channel) == ("work", "A funder", "here")
