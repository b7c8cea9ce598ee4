"""A row of the ledger that was changed or taken out is told, whoever did it and however."""

import io
import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given as for_all
from hypothesis import settings as effort
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from consultants.consent_log import record
from consultants.consent_log_verification import EPOCH, Problem, faults_of, text_of
from consultants.models import ConsentEvent, ConsentHead, ConsentStep, Consultant
from consultants.profile.services import pause, unpause
from tests.conftest import as_owner
from tests.factories import acting, make_consultant


def ask(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def tamper(*statements: str) -> None:
    """Change rows as somebody who has the whole database: triggers off, then on again."""
    tables = ("consultants_consentevent", "consultants_consenthead")
    with as_owner():
        ask("SET CONSTRAINTS ALL IMMEDIATE")  # a table with open checks can't be altered
        for table in tables:
            ask(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            ask(statement)
        for table in tables:
            ask(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def fill(consultant: Consultant, *, rounds: int = 2) -> None:
    """Write two rows a round."""
    with acting(consultant.user):
        for _round in range(rounds):
            pause(consultant, actor=consultant.user)
            unpause(consultant, actor=consultant.user)


def told(*consultants: Consultant) -> list[tuple[int, Problem]]:
    with as_owner():
        found = list(faults_of([one.pk for one in consultants]))
    return [(fault.number, fault.problem) for fault in found]


@pytest.fixture
def consultant(db: None) -> Consultant:
    made = make_consultant("Some Person")
    fill(made)
    return made


EVENT = "consultants_consentevent"
REHASH = f"UPDATE {EVENT} e SET hash = encode(sha256(convert_to(consent_text(e), 'UTF8')), 'hex')"


class TestFaults:
    def test_a_whole_chain_has_none(self, consultant) -> None:
        assert told(consultant, make_consultant("Without events")) == []

    @pytest.mark.parametrize(
        "change",
        [
            "number = 9", "name = 'came_back'", "by = 'timer', actor_id = NULL", "actor_id = 1",
            "organization_id = 1", "person_id = 1", "consent_id = 1", "request_id = 1", "items = 1",
            "uses = 1", "level = 1", "purpose = 'work'", "until = now()", "words = '\\x01'",
            "language = 'es'", "wording = 'other'", "at = at + interval '1 microsecond'",
            "hash = repeat('a', 64)",
        ],
    )  # fmt: skip
    def test_no_part_of_a_row_can_be_changed_untold(self, consultant, change: str) -> None:
        with as_owner():  # what the constraints would refuse can't be tried
            ask("SET CONSTRAINTS ALL IMMEDIATE")
            ask(f"ALTER TABLE {EVENT} DROP CONSTRAINT consent_event_side_fits")
        tamper(f"UPDATE {EVENT} SET {change} WHERE number = 3")
        assert {number for number, _problem in told(consultant)} >= {3}

    def test_a_changed_row_is_named(self, consultant) -> None:
        tamper(f"UPDATE {EVENT} SET items = 1 WHERE number = 2")
        assert told(consultant) == [(2, Problem.CHANGED)]

    def test_a_changed_row_with_a_new_hash_does_not_fit_the_next(self, consultant) -> None:
        tamper(f"UPDATE {EVENT} SET items = 1 WHERE number = 2", f"{REHASH} WHERE number = 2")
        assert told(consultant) == [(2, Problem.REPLACED)]

    def test_a_changed_last_row_with_a_new_hash_is_not_the_end_that_was_kept(
        self, consultant
    ) -> None:
        tamper(f"UPDATE {EVENT} SET items = 1 WHERE number = 4", f"{REHASH} WHERE number = 4")
        assert told(consultant) == [(4, Problem.NOT_LAST)]

    @pytest.mark.parametrize(
        ("gone", "missing"), [((1,), [1]), ((2,), [2]), ((2, 3), [2, 3]), ((4,), [4]), ((3, 4), [3, 4])]
    )  # fmt: skip
    def test_rows_that_are_gone_are_named(self, consultant, gone, missing) -> None:
        numbers = ", ".join(map(str, gone))
        tamper(f"DELETE FROM {EVENT} WHERE number IN ({numbers})")
        assert told(consultant) == [(number, Problem.MISSING) for number in missing]

    def test_a_whole_chain_that_is_gone_is_told(self, consultant) -> None:
        tamper(f"DELETE FROM {EVENT}")
        assert told(consultant) == [(number, Problem.MISSING) for number in (1, 2, 3, 4)]

    def test_a_lost_or_older_end_is_told(self, consultant) -> None:
        tamper("UPDATE consultants_consenthead SET number = 3")
        assert told(consultant) == [(4, Problem.BEYOND)]
        tamper("DELETE FROM consultants_consenthead")
        assert told(consultant) == [(4, Problem.BEYOND)]

    def test_a_first_row_that_follows_another_is_told(self, consultant) -> None:
        with as_owner():
            ask("SET CONSTRAINTS ALL IMMEDIATE")
            ask(f"ALTER TABLE {EVENT} DROP CONSTRAINT consent_event_first_has_none_before")
        tamper(f"UPDATE {EVENT} SET previous = repeat('a', 64) WHERE number = 1")
        assert told(consultant)[0] == (1, Problem.REPLACED)

    def test_rows_swapped_between_people_are_told(self, consultant) -> None:
        other = make_consultant("Other")
        fill(other)
        tamper(f"DELETE FROM {EVENT} WHERE consultant_id = {other.pk} AND number = 4")
        tamper(f"UPDATE {EVENT} SET consultant_id = {other.pk} WHERE number = 4")
        assert (4, Problem.CHANGED) in told(other)
        assert told(consultant) == [(4, Problem.MISSING)]

    def test_many_chains_take_two_queries(self, consultant, count_queries) -> None:
        others = [make_consultant(f"Person {number}") for number in range(2)]
        for other in others:
            fill(other, rounds=1)
        ids = [consultant.pk, *(other.pk for other in others)]
        with as_owner():
            one = count_queries(lambda: list(faults_of(ids[:1])))
            three = count_queries(lambda: list(faults_of(ids)))
        assert (one, three) == (2, 2)


class TestTheCommand:
    def run(self, *how: str) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        with as_owner():
            call_command("verify_consent", *how, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_it_says_that_all_is_well_and_what_was_looked_at(self, consultant) -> None:
        make_consultant("Without events")
        out, err = self.run("--all")
        assert out == "All 4 rows of 2 chains are as they were written.\n"
        assert err == "2 of 2 chains looked at\n"
        assert "1 chains" in self.run(f"--consultant={consultant.code}")[0]

    def test_it_fails_and_names_the_row_without_naming_the_person(self, consultant, capsys) -> None:
        tamper(f"UPDATE {EVENT} SET items = 1 WHERE number = 2")
        out = io.StringIO()
        with as_owner(), pytest.raises(CommandError) as caught:
            call_command("verify_consent", f"--consultant={consultant.code}", stdout=out)
        assert out.getvalue() == f"{consultant.code}: row 2 was changed\n"
        assert (str(caught.value), caught.value.returncode) == (
            "1 rows are not as they were written.", 1,
        )  # fmt: skip
        assert consultant.user.username not in out.getvalue()

    def test_it_goes_on_past_the_first_five_hundred(self, consultant, monkeypatch) -> None:
        monkeypatch.setattr("consultants.management.commands.verify_consent.AT_ONCE", 1)
        make_consultant("Other")
        assert self.run("--all")[1] == "1 of 2 chains looked at\n2 of 2 chains looked at\n"

    def test_somebody_unknown_is_not_a_whole_chain(self, db: None) -> None:
        with pytest.raises(CommandError, match="no consultant"):
            self.run("--consultant", "nobody")

    def test_one_or_all_must_be_said(self, db: None) -> None:
        with pytest.raises(CommandError):
            self.run()

    def test_the_web_role_can_not_call_blindness_health(self, consultant) -> None:
        with pytest.raises(CommandError, match="owner of the tables"):
            call_command("verify_consent", "--all", stderr=io.StringIO())


@effort(max_examples=60, deadline=None)
@for_all(
    words=st.binary(max_size=40),
    numbers=st.lists(st.none() | st.integers(0, 2**40), min_size=5, max_size=5),
    items=st.integers(0, 2**16 - 1),
    moment=st.datetimes(timezones=st.just(EPOCH.tzinfo)),  # type: ignore[arg-type]
)
@pytest.mark.django_db
def test_the_database_and_python_read_a_row_the_same(words, numbers, items, moment) -> None:
    actor, organization, person, consent, request = numbers
    event = ConsentEvent(
        consultant_id=7, number=3, name="given", by="consultant", actor_id=actor, organization_id=organization,
        person_id=person, consent_id=consent, request_id=request, items=items, uses=3, level=None,
        purpose="work", until=moment, words=words, language="es", wording="1", at=moment, previous="ab",
    )  # fmt: skip
    columns = {field.column: getattr(event, field.attname) for field in event._meta.concrete_fields}
    columns |= {"words": f"\\x{words.hex()}", "until": moment.isoformat(), "at": moment.isoformat()}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT consent_text(jsonb_populate_record(NULL::consultants_consentevent, %s))",
            [Jsonb(columns)],
        )
        assert cursor.fetchone()[0] == text_of(event)


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_chain() -> None:
    consultant, rounds = make_consultant("Some Person"), 8
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with acting(consultant.user):
                start.wait(10)
                for _round in range(rounds):
                    with transaction.atomic():
                        record(consultant, ConsentStep.PAUSED, actor=consultant.user)
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _writer in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    with as_owner():
        numbers = ConsentEvent.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 2 * rounds + 1))
        assert ConsentHead.objects.get().number == 2 * rounds
        assert list(faults_of([consultant.pk])) == []
