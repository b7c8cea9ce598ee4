"""Asking, answering, changing, stopping: what each side can do, and what the database refuses."""

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from consultants import permission_requests, permissions_given
from consultants.blocks import block
from consultants.consent import card_for
from consultants.items import Audience, names_in
from consultants.jobs import remind_of_ends
from consultants.models import (
    Consultant,
    Permission,
    PermissionRequest,
    PermissionUse,
    Profile,
    SentRequest,
    Takedown,
)
from consultants.scope import Channel, Purpose, Scope, Use
from consultants.services import pause
from consultants.states import RequestState
from consultants.takedowns import answer_takedown
from consultants.uses import record_use
from core.errors import NotAllowed, Refused
from core.outbox import claim_next, enqueue
from notices.models import Notice
from organizations.models import Organization, Role
from tests.conftest import as_owner
from tests.factories import acting, check, make_checked_member, make_consultant, make_member

pytestmark = pytest.mark.django_db
IN_A_MONTH = timedelta(days=30)


@pytest.fixture
def member() -> User:
    return make_checked_member()


@pytest.fixture
def person() -> Consultant:
    """Somebody whose name checked organizations see, and nothing else."""
    made = make_consultant("Asked Person", rate=9_000, pronouns="they")
    with as_owner():
        Profile.objects.filter(pk=made.pk).update(name_audience=Audience.CHECKED)
    return made


def scope(**more: Any) -> Scope:
    fields: dict[str, Any] = {
        "items": frozenset({"rate", "pronouns"}),
        "purpose_text": "A first talk",
        "until": timezone.now() + IN_A_MONTH,
    }
    return Scope(**(fields | more))


def ask(person: Consultant, member: User, **more: Any) -> PermissionRequest:
    with acting(member):
        permission_requests.ask(
            person,
            organization=member.membership.organization,
            scope=scope(**more),
            actor=member,
        )
    with as_owner():
        return PermissionRequest.objects.order_by("-pk")[0]


def allow(request: PermissionRequest, **less: Any) -> Permission:
    fields = {
        "items": frozenset(request.item_names),
        "uses": frozenset(request.use_list),
        "until": request.until,
    }
    with acting(request.consultant.user):
        return permission_requests.allow(request, **(fields | less), actor=request.consultant.user)


def refuse(request: PermissionRequest) -> None:
    with acting(request.consultant.user):
        permission_requests.do_not_allow(request, actor=request.consultant.user)


def standing(member: User) -> list[str]:
    """What the organization's page says of its requests."""
    with acting(member):
        return list(SentRequest.objects.order_by("pk").values_list("standing", flat=True))


def shown(person: Consultant, member: User) -> set[str]:
    with acting(member):
        card = card_for(person.pk)
    return set(card.items) if card else set()


class TestAsking:
    def test_the_person_is_told_and_nothing_is_shown_yet(self, person, member) -> None:
        request = ask(person, member)
        assert request.state == RequestState.OPEN
        assert names_in(request.items) == ("pronouns", "rate")
        notices = Notice.objects.filter(user=person.user).values_list("path", flat=True)
        assert list(notices) == [f"/permissions/asked/{request.code}/"]
        assert shown(person, member) == {"name"}

    def test_any_item_may_be_asked_for_also_an_empty_one(self, person, member) -> None:
        request = ask(person, member, items=frozenset({"legal_name"}))
        assert names_in(request.items) == ("legal_name",)

    def test_who_can_not_be_seen_can_not_be_asked(self, member) -> None:
        hidden = make_consultant("Hidden Person")
        with pytest.raises(NotAllowed):
            ask(hidden, member)
        with as_owner():
            assert not PermissionRequest.objects.exists()

    @pytest.mark.parametrize("role", [Role.FINANCE, Role.VIEWER])
    def test_colleagues_without_the_power_ask_nobody(self, person, member, role: str) -> None:
        colleague = make_member(member.membership.organization, role=role)
        with pytest.raises(NotAllowed):
            ask(person, colleague)

    def test_a_narrowed_coordinator_asks_nobody_even_past_the_service(self, person, member) -> None:
        colleague = make_member(member.membership.organization, role=Role.COORDINATOR, limited=True)
        with acting(colleague), transaction.atomic():
            outcome, _id = permission_requests._write_request(person, code="x" * 22, scope=scope())
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
                PermissionRequest.objects.filter(pk=request.pk).update(
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
            assert PermissionRequest.objects.count() == 20

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
            assert not PermissionRequest.objects.exists()


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
        assert Notice.objects.filter(user=member, path="/org/permissions/").count() == 1

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
        assert not Notice.objects.filter(user=member, path__startswith="/org/perm").exists()

    def test_answering_twice_is_once(self, person, member) -> None:
        request = ask(person, member)
        assert allow(request) == allow(request)
        with as_owner():
            assert Permission.objects.count() == 1
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
                permission_requests.take_back(
                    request.code, organization=request.organization, actor=member
                )
        else:
            with as_owner():
                PermissionRequest.objects.update(
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
                permission_requests.do_not_allow(request, actor=stranger.user)
            assert not PermissionRequest.objects.exists()

    def test_taking_back_a_no_tells_nothing(self, person, member) -> None:
        request = ask(person, member)
        refuse(request)
        with acting(member):
            permission_requests.take_back(
                request.code, organization=request.organization, actor=member
            )
        assert standing(member) == ["withdrawn"]


@pytest.mark.parametrize("how", ["stop", "pause", "block"])
def test_however_somebody_hides_it_reads_the_same(person, member, how: str) -> None:
    given = allow(ask(person, member))
    assert standing(member) == ["shared"]
    with acting(person.user):
        if how == "stop":
            permissions_given.stop(given, actor=person.user)
        elif how == "pause":
            pause(person, actor=person.user)
        else:
            block(person, organization=given.organization, actor=person.user)
    assert standing(member) == ["not_shared"]


class TestTheDatabase:
    def test_the_organization_reads_no_answer_in_the_table(self, person, member) -> None:
        refuse(ask(person, member))
        with acting(member):
            assert not PermissionRequest.objects.exists()
            assert SentRequest.objects.count() == 1

    def test_nobody_writes_a_request_past_the_function(self, person, member) -> None:
        request = ask(person, member)
        steps = (
            "UPDATE consultants_permissionrequest SET items = 1 WHERE id = %s",
            "DELETE FROM consultants_permissionrequest WHERE id = %s",
            "UPDATE consultants_sentrequest SET items = 1 WHERE id = %s",
        )
        for user in (member, person.user):
            for step in steps:
                with acting(user), pytest.raises(DatabaseError), transaction.atomic():
                    connection.cursor().execute(step, [request.pk])

    @pytest.mark.parametrize("state", RequestState.values)
    def test_an_answer_is_not_changed(self, person, member, state: str) -> None:
        request = ask(person, member)
        allow(request)
        if state == RequestState.ALLOWED:
            return
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            PermissionRequest.objects.filter(pk=request.pk).update(state=state)

    @pytest.mark.parametrize(
        "more",
        [{"items": 0b111111}, {"uses": 1, "output": "x", "uses_allowed": 1}, {"purpose": "work"},
         {"recipients": "Everybody"}, {"channel": "web"}],
        ids=str,
    )  # fmt: skip
    def test_a_permission_never_covers_more_than_was_given(self, person, member, more) -> None:
        given = allow(ask(person, member))
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            Permission.objects.filter(pk=given.pk).update(**more)

    def test_an_ended_permission_is_not_extended(self, person, member) -> None:
        given = allow(ask(person, member))
        with acting(person.user):
            permissions_given.stop(given, actor=person.user)
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            Permission.objects.filter(pk=given.pk).update(
                valid_until=timezone.now() + timedelta(days=60)
            )


class TestChanging:
    def narrow(self, given: Permission, **kept: Any) -> Permission:
        fields: dict[str, Any] = {
            "items": frozenset(given.item_names),
            "uses": frozenset(given.use_list),
            "until": given.valid_until,
        }
        with acting(given.consultant.user):
            return permissions_given.narrow(given, **(fields | kept), actor=given.consultant.user)

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
            permissions_given.stop(given, actor=person.user)
        with pytest.raises(Refused, match="has ended"):
            self.narrow(given)

    def test_uses_can_be_given_up_for_the_items(self, person, member) -> None:
        given = allow(ask(person, member, **report()))
        left = self.narrow(given, uses=frozenset())
        assert (left.uses, left.output, left.uses_allowed) == (0, "", None)


def report(**more: Any) -> dict[str, Any]:
    """A use in a named output, twice at most."""
    fields: dict[str, Any] = {
        "uses": frozenset({Use.QUOTES, Use.NAME}),
        "output": "A report",
        "uses_allowed": 2,
        "channel": Channel.PRINT,
    }
    return fields | more


class TestUses:
    def use(self, given: Permission, actor: User) -> PermissionUse:
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
        path = f"/permissions/{given.code}/"
        assert Notice.objects.filter(user=person.user, path=path).exists()

    def test_a_stopped_permission_is_not_used(self, person, member) -> None:
        given = allow(ask(person, member, **report()))
        with acting(person.user):
            permissions_given.stop(given, actor=person.user)
        with pytest.raises(Refused):
            self.use(given, member)

    def test_strangers_record_and_read_nothing(self, person, member) -> None:
        given = allow(ask(person, member, **report()))
        self.use(given, member)
        stranger = make_checked_member()
        with pytest.raises(NotAllowed):
            self.use(given, stranger)
        with acting(stranger):
            assert not PermissionUse.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                PermissionUse.objects.create(
                    permission_id=given.pk,
                    used_on=date(2026, 1, 1),
                    where="x",
                    recorded_by=stranger,
                )

    def test_a_permission_of_items_only_has_no_uses(self, person, member) -> None:
        given = allow(ask(person, member))
        with pytest.raises(Refused):
            self.use(given, member)


class TestTakedowns:
    def stopped(self, person: Consultant, member: User) -> Takedown:
        given = allow(ask(person, member))
        with acting(person.user):
            permissions_given.stop(given, actor=person.user)
            permissions_given.stop(given, actor=person.user)
            return Takedown.objects.get()

    def test_stopping_asks_once_to_delete(self, person, member) -> None:
        takedown = self.stopped(person, member)
        assert takedown.due_on == (timezone.now() + timedelta(days=14)).date()
        assert Notice.objects.filter(user=member, path="/org/permissions/").exists()

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
            with pytest.raises(DatabaseError), transaction.atomic():
                Takedown.objects.filter(pk=takedown.pk).update(
                    answer="deleted", answered_at=timezone.now()
                )

    def test_nothing_is_asked_of_a_permission_in_force(self, person, member) -> None:
        given = allow(ask(person, member))
        with acting(person.user), pytest.raises(DatabaseError), transaction.atomic():
            Takedown.objects.create(permission=given, due_on=date(2027, 1, 1))


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
        assert list(told.values_list("path", flat=True)) == [f"/permissions/{soon.code}/"]
    Notice.objects.all().delete()
    with acting_as_job():
        assert not Permission.objects.filter(reminded_at=None).exists()


def acting_as_job():
    from core.viewer import acting_as

    return acting_as("job:consultants.remind_of_ends")


def test_the_reminding_job_sees_nothing_that_ends_later(person, member) -> None:
    allow(ask(person, member))
    with acting_as_job():
        assert not Permission.objects.exists()


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
        assert Permission.objects.exists() == (request.state == RequestState.ALLOWED)


def test_a_former_member_answers_nothing(person, member) -> None:
    request, former = ask(person, member), make_member(member.membership.organization)
    with as_owner():
        former.membership.delete()
    with acting(former), pytest.raises(NotAllowed):
        permission_requests.take_back(request.code, organization=request.organization, actor=former)


def test_another_organization_takes_nothing_back(person, member) -> None:
    request = ask(person, member)
    other = make_checked_member()
    with acting(other):
        permission_requests.take_back(
            request.code, organization=other.membership.organization, actor=other
        )
    assert standing(member) == ["waiting"]


def test_a_permission_for_a_purpose_keeps_its_words(person) -> None:
    other = make_member()
    check(other.membership.organization)
    with acting(person.user):
        given = permissions_given.give(
            person,
            organization=other.membership.organization,
            scope=Scope(items=frozenset({"rate"}), purpose=Purpose.WORK, recipients="A funder"),
            actor=person.user,
        )
    assert (given.purpose, given.recipients, given.channel) == ("work", "A funder", "here")
