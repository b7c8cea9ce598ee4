"""The consent ledger: every step of consent, in one chain a person, that nobody else reads or changes."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone, translation

from consultants import consent_words
from consultants.blocks.services import block, block_person, unblock, unblock_person
from consultants.consent_log import note_expired, record, words_of
from consultants.consent_log_verification import hash_of
from consultants.consent_scope import Scope, Use
from consultants.consents import requests
from consultants.consents.services import give, narrow, stop
from consultants.consents.takedowns import answer_takedown
from consultants.items import BY_NAME, Audience, mask_of
from consultants.jobs import note_expired as sweep
from consultants.models import (
    Consent,
    ConsentEvent,
    ConsentHead,
    ConsentRequest,
    ConsentStep,
    Consultant,
    MayInvite,
    Profile,
    Takedown,
)
from consultants.profile.services import change_audience, change_may_invite, pause, unpause
from core import outbox
from core.dates import day_in_words
from core.models import Task
from core.viewer import acting_as
from organizations.models import Organization
from tests.conftest import as_owner
from tests.factories import acting, make_administrator, make_checked_member, make_consultant
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db

JOB = "job:consultants.note_expired"
EVENTS = "consultants_consentevent"
APPEND_ONLY, MOVES_ON = f"{EVENTS} is append-only", "the end of a chain only moves on"
EXPIRED: dict[str, Any] = {"name": "expired", "by": "timer", "consent_id": 1}
RATE = Scope(items=frozenset({"rate"}), purpose="work", purpose_text="A talk | in May")


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Some Person")


@pytest.fixture
def consent(consultant: Consultant, organization: Organization) -> Consent:
    with acting(consultant.user):
        return give(consultant, organization=organization, scope=RATE, actor=consultant.user)


def events_of(consultant: Consultant) -> list[ConsentEvent]:
    with acting(consultant.user):
        return list(ConsentEvent.objects.order_by("number"))


def steps_of(consultant: Consultant) -> list[str]:
    return [event.name for event in events_of(consultant)]


def last_words_of(consultant: Consultant) -> str:
    return words_of(events_of(consultant)[-1], user=consultant.user)


def end(consent: Consent) -> None:
    """Let a permission have ended the moment after it was given."""
    with as_owner():
        Consent.objects.filter(pk=consent.pk).update(
            valid_until=consent.valid_from + timedelta(microseconds=1)
        )


class TestEveryService:
    def test_giving_raises_hidden_items_and_says_so(self, consultant, consent) -> None:
        assert steps_of(consultant) == ["audience", "audience", "given"]
        raised, given = events_of(consultant)[1:]
        assert (raised.items, raised.level) == (BY_NAME["rate"].mask, Audience.PICKED)
        assert (given.consent_id, given.items) == (
            consent.pk,
            mask_of(frozenset({"name", "rate"})),
        )
        assert (given.purpose, given.until) == ("work", consent.valid_until)
        assert words_of(given, user=consultant.user) == (
            f"Who: {consent.organization.name}\n"
            "Items of the profile: Working name, Rate for an hour\n"
            "What for: For work that we agreed\nA talk | in May\n"
            "Who else will see it: Nobody outside the team\n"
            "Where it may appear: Only here, in this application\n"
            f"Until: {day_in_words(consent.valid_until, weekday=False)}"
        )

    def test_changing_and_stopping(self, consultant, consent, member) -> None:
        user, later = consultant.user, consent.valid_until + timedelta(days=5)
        none: frozenset[Use] = frozenset()
        with acting(user):
            items = frozenset({"rate"})
            for until in (consent.valid_until, later, later):
                consent = narrow(consent, items=items, uses=none, until=until, actor=user)
            narrow(consent, items=frozenset({"name"}), uses=none, until=later, actor=user)
            for _again in range(2):
                stop(consent, actor=user)
        assert steps_of(consultant)[3:] == [
            "extended", "narrowed", "deletion_asked", "stopped", "deletion_asked",
        ]  # fmt: skip
        assert [event.items for event in events_of(consultant)[2:]] == [65, 65, 1, 64, 1, 1]
        with acting(member):
            takedown = Takedown.objects.latest("pk")
            answer_takedown(takedown, answer="must_keep", note="<b>Law 7</b>", actor=member)
            answer_takedown(takedown, answer="deleted", actor=member)
        answered = events_of(consultant)[-1]
        assert (answered.name, answered.by, answered.actor_id) == (
            "deletion_answered", "organization", member.pk,
        )  # fmt: skip
        assert last_words_of(consultant) == (
            f"{member.membership.organization.name} says: A law makes us keep it.\n<b>Law 7</b>"
        )

    def test_blocks_pauses_and_settings_each_once(self, consultant, organization, member) -> None:
        user = consultant.user
        with acting(user):
            block(consultant, organization=organization, actor=user)
            unblock(consultant, organization=organization, actor=user)
            block_person(consultant, person=member, actor=user)
            unblock_person(consultant, person=member, actor=user)
            for step in (pause, pause, unpause, unpause):
                step(consultant, actor=user)
            for _again in range(2):
                change_may_invite(consultant, may_invite=MayInvite.CHECKED, actor=user)
                change_audience(Profile.objects.get(), "rate", audience=Audience.ANYONE, actor=user)
        assert steps_of(consultant) == [
            "blocked", "unblocked", "person_blocked", "person_unblocked", "paused", "came_back",
            "may_invite", "audience",
        ]  # fmt: skip
        person = events_of(consultant)[2]
        assert (person.person_id, person.organization_id) == (member.pk, None)
        assert words_of(person, user=user).startswith(
            f"Test Member, {organization.name} sees nothing"
        )

    def test_an_item_that_changes_is_no_consent(self, consultant) -> None:
        assert steps_of(consultant) == []

    def test_somebody_without_a_team_is_named_as_that(self, consultant) -> None:
        assert consent_words.name_of(make_administrator()) == "a former member"


class TestAsking:
    @pytest.fixture
    def consultant(self) -> Consultant:
        return make_consultant("Some Person", audience=Audience.CHECKED)

    @pytest.fixture
    def asked(self, consultant, member, organization) -> ConsentRequest:
        with acting(member):
            sent = requests.ask(consultant, organization=organization, scope=RATE, actor=member)
        with acting(consultant.user):
            return ConsentRequest.objects.get(pk=sent.pk)

    def test_the_question_is_kept_as_the_consultant_reads_it(
        self, consultant, asked, member, client: Client
    ) -> None:
        event = events_of(consultant)[-1]
        assert (event.name, event.by, event.request_id) == ("asked", "organization", asked.pk)
        assert (event.actor_id, event.organization_id) == (member.pk, asked.organization_id)
        client.force_login(consultant.user)
        page = client.get(f"/permissions/asked/{asked.code}/").content.decode()
        for line in last_words_of(consultant).splitlines():
            assert all(part in page for part in line.split(": ", 1)), line

    def test_the_question_is_kept_in_the_language_of_its_reader(self, member, organization) -> None:
        reader = make_consultant("Persona", audience=Audience.CHECKED)
        reader.user.language = "es"
        reader.user.save()
        with acting(member):
            requests.ask(reader, organization=organization, scope=RATE, actor=member)
        assert events_of(reader)[-1].language == "es"
        assert last_words_of(reader).startswith(f"{organization.name} le pide algo")

    def test_no_is_an_answer_with_no_items(self, consultant, asked) -> None:
        with acting(consultant.user):
            for _again in range(2):
                requests.do_not_allow(asked, actor=consultant.user)
        event = events_of(consultant)[-1]
        assert steps_of(consultant)[-2:] == ["asked", "answered"]
        assert (event.items, event.request_id) == (0, asked.pk)

    @pytest.mark.parametrize("part", [False, True])
    def test_yes_is_an_answer_and_a_consent(self, consultant, asked, part: bool) -> None:
        until = asked.until - timedelta(days=part)
        with acting(consultant.user):
            given = requests.allow(
                asked,
                items=frozenset({"rate"}),
                uses=frozenset(),
                until=until,
                actor=consultant.user,
            )
        *_rest, permitted, answered = events_of(consultant)
        assert (permitted.name, answered.name) == ("given", "answered")
        assert {event.consent_id for event in (permitted, answered)} == {given.pk}
        assert {event.request_id for event in (permitted, answered)} == {asked.pk}
        assert ("part" in last_words_of(consultant)) == part

    def test_taking_it_back_once(self, consultant, asked, member, organization) -> None:
        with acting(member):
            for _again in range(2):
                requests.take_back(asked.code, organization=organization, actor=member)
        assert steps_of(consultant)[-2:] == ["asked", "taken_back"]


class TestWords:
    def test_they_are_sealed_and_come_back_as_shown(self, consultant) -> None:
        secret = "Ask me about “Calle Ocho”\nand | nothing else"
        with acting(consultant.user), translation.override("es"):
            event = record(consultant, ConsentStep.PAUSED, actor=consultant.user, words=secret)
        assert event is not None
        assert (event.language, event.wording) == ("es", consent_words.VERSION)
        with as_owner():
            row = ask("SELECT e::text FROM consultants_consentevent e")
        assert "Ocho" not in row
        assert b"Ocho" not in bytes(event.words)
        assert last_words_of(consultant) == secret

    def test_without_words_there_is_no_language(self, consultant) -> None:
        with acting(consultant.user):
            event = record(consultant, ConsentStep.PAUSED, actor=consultant.user)
        assert event is not None
        assert (event.words, event.language, event.wording) == (b"", "", "")

    def test_the_version_changes_with_the_sentences(self) -> None:
        """Change wording.VERSION and this number together, whenever a sentence changes."""
        assert (consent_words.VERSION, sentences_in_short()) == ("2026-11c", "7d2e5cbf62cb")


def ask(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def sentences_in_short() -> str:
    """Return a short hash over our sentences in both languages, in the order of the module."""
    import ast
    import hashlib
    from pathlib import Path

    tree = ast.parse(Path(consent_words.__file__).read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [
        node.args[0].value
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id == "_" and isinstance(node.args[0], ast.Constant)
    ]  # fmt: skip
    with translation.override("es"):
        both = sorted(f"{one}\n{translation.gettext(str(one))}" for one in said)
    return hashlib.sha256("\n".join(both).encode()).hexdigest()[:12]


class TestTheChain:
    def test_numbers_and_hashes_follow_each_other(self, consultant, consent) -> None:
        events = events_of(consultant)
        assert [event.number for event in events] == [1, 2, 3]
        assert [event.previous for event in events] == ["", *(event.hash for event in events[:-1])]
        assert [hash_of(event) for event in events] == [event.hash for event in events]
        assert sorted(event.at for event in events) == [event.at for event in events]
        with acting(consultant.user):
            head = ConsentHead.objects.get()
        assert (head.number, head.hash) == (3, events[-1].hash)

    def test_each_person_has_their_own(self, consultant, consent) -> None:
        other = make_consultant("Other")
        with acting(other.user):
            pause(other, actor=other.user)
        assert [event.number for event in events_of(other)] == [1]

    def test_what_is_sent_for_number_time_and_hash_is_not_kept(self, consultant) -> None:
        with as_owner():
            ask(
                "INSERT INTO consultants_consentevent (consultant_id, number, name, by, actor_id, at, previous,"
                " hash, purpose, words, language, wording) VALUES (%s, 9, 'paused', 'consultant', %s, '2001-01-01',"
                " 'x', 'y', '', '', '', '') RETURNING id",
                consultant.pk, consultant.user_id,
            )  # fmt: skip
        event = events_of(consultant)[0]
        assert (event.number, event.previous, event.hash) == (1, "", hash_of(event))
        assert event.at.year > 2001

    def test_a_step_that_was_rolled_back_leaves_no_gap(self, consultant) -> None:
        with acting(consultant.user):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                pause(consultant, actor=consultant.user)
                _never_reached = 1 / 0
            pause(consultant, actor=consultant.user)
        assert [event.number for event in events_of(consultant)] == [1]

    @pytest.mark.parametrize(
        ("sql", "by"),
        [
            ("UPDATE consultants_consentevent SET items = 2", APPEND_ONLY),
            ("DELETE FROM consultants_consentevent", APPEND_ONLY),
            ("UPDATE consultants_consenthead SET number = 1", MOVES_ON),
            ("UPDATE consultants_consenthead SET number = number", MOVES_ON),
            ("DELETE FROM consultants_consenthead", MOVES_ON),
        ],
    )
    def test_not_even_the_owner_of_the_tables_changes_it(self, consent, sql: str, by: str) -> None:
        with as_owner(), refused(by):
            ask(sql)

    @pytest.mark.parametrize(
        ("changed", "by"),
        [
            ({"name": "asked"}, "consent_event_side_fits"),
            ({"name": "expired"}, "consent_event_side_fits"),
            ({"name": "other"}, "consent_event_side_fits"),
            ({"by": "organization"}, "consent_event_side_fits"),
            ({"by": "timer", "actor_id": None}, "consent_event_side_fits"),
            ({"by": "nobody"}, "consent_event_side_fits"),
            ({"actor_id": None}, "consent_event_actor_known"),
            (EXPIRED | {"actor_id": 1}, "consent_event_actor_known"),
            ({"items": 1 << 16}, "consent_event_names_items"),
            ({"items": -1}, "consent_event_names_items"),
            ({"uses": 32}, "consent_event_names_items"),
            ({"purpose": "a|b"}, "consent_event_texts_are_codes"),
            ({"purpose": "Words of a person"}, "consent_event_texts_are_codes"),
            ({"language": "e|n"}, "consent_event_texts_are_codes"),
            ({"wording": "1|2"}, "consent_event_texts_are_codes"),
        ],
        ids=str,
    )
    def test_what_makes_no_sense_is_refused(
        self, consultant, changed: dict[str, Any], by: str
    ) -> None:
        parts = {"name": "paused", "by": "consultant", "actor_id": consultant.user_id, **changed}
        with as_owner(), refused(by):
            ConsentEvent.objects.create(
                consultant=consultant, number=0, at=timezone.now(), hash="", **parts
            )

    def test_the_end_of_one_consent_is_noted_once(self, consultant, consent) -> None:
        expired = {
            "consultant": consultant, "name": "expired", "by": "timer", "consent_id": consent.pk,
            "until": consent.valid_until, "number": 0, "at": timezone.now(), "hash": "",
        }  # fmt: skip
        with as_owner():
            ConsentEvent.objects.create(**expired)
            with refused("consent_event_expires_once"):
                ConsentEvent.objects.create(**expired)


class TestTheWall:
    def test_rows_say_nothing_in_logs(self, consultant, consent) -> None:
        event = events_of(consultant)[-1]
        with acting(consultant.user):
            head = ConsentHead.objects.get()
        assert (str(event), str(head)) == (
            f"consent event {event.pk}", f"consent head {consultant.pk}",
        )  # fmt: skip

    def test_nobody_else_reads_a_row_or_an_end(self, consultant, consent, member) -> None:
        for stranger in (member, make_consultant("Other").user, make_administrator()):
            with acting(stranger):
                assert not ConsentEvent.objects.exists()
                assert not ConsentHead.objects.exists()
        for identity in ("", "anyone", JOB, "case:1"):
            with acting_as(identity):
                assert not ConsentEvent.objects.exists()

    @pytest.mark.parametrize(
        ("sql", "by"),
        [
            ("INSERT INTO consultants_consentevent (name) VALUES ('paused')", denied(EVENTS)),
            ("UPDATE consultants_consentevent SET items = 2", denied(EVENTS)),
            ("DELETE FROM consultants_consentevent", denied(EVENTS)),
            ("TRUNCATE consultants_consentevent", denied(EVENTS)),
            ("UPDATE consultants_consenthead SET number = 5", denied("consultants_consenthead")),
            ("DELETE FROM consultants_consenthead", denied("consultants_consenthead")),
            ("TRUNCATE consultants_consenthead", denied("consultants_consenthead")),
            (f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL", f"must be owner of table {EVENTS}"),
            (f"DROP POLICY own ON {EVENTS}", f"must be owner of relation {EVENTS}"),
            ("SELECT chain_consent()", "permission denied for function chain_consent"),
            ("SELECT note_expired(1)", "this is the work of one job"),
        ],
    )
    def test_the_web_role_has_no_way_round(self, consultant, consent, sql: str, by: str) -> None:
        with acting(consultant.user), refused(by):
            ask(sql)

    def test_nobody_writes_into_a_chain_that_does_not_concern_them(
        self, consultant, member
    ) -> None:
        stranger = make_consultant("Other").user
        team = member.membership.organization
        other = make_checked_member()
        not_theirs, not_their_step = (
            "only those whom it concerns write here",
            "consent_event_side_fits",
        )
        for actor, name, organization, by in (
            (stranger, ConsentStep.PAUSED, None, not_theirs),
            (stranger, ConsentStep.ASKED, team, not_theirs),
            (member, ConsentStep.PAUSED, None, not_theirs),
            (member, ConsentStep.GIVEN, team, not_their_step),
            (other, ConsentStep.ASKED, team, not_theirs),
        ):
            with acting(actor), refused(by):
                record(consultant, name, actor=actor, organization=organization)
        assert steps_of(consultant) == []

    def test_nobody_writes_in_another_name(self, consultant, member) -> None:
        with acting(consultant.user), refused("only those whom it concerns write here"):
            record(consultant, ConsentStep.PAUSED, actor=member)

    def test_a_consent_between_others_is_refused(self, consultant, consent) -> None:
        other = make_consultant("Other")
        with acting(other.user), refused("this permission is between others"):
            record(
                other, ConsentStep.STOPPED, actor=other.user, consent=consent,
                organization=consent.organization,
            )  # fmt: skip

    def test_an_organization_learns_no_number_from_asking(self, consultant, member) -> None:
        with acting(member):
            made = record(
                consultant,
                ConsentStep.ASKED,
                actor=member,
                organization=member.membership.organization,
            )
        assert made is None
        assert steps_of(consultant) == ["asked"]


class TestExpiry:
    def run_sweep(self) -> None:
        with transaction.atomic():
            outbox.enqueue("consultants.note_expired")
        outbox.drain_once()
        assert Task.objects.get(name="consultants.note_expired").state == "done"
        with as_owner():
            Task.objects.all().delete()

    def test_the_sweep_notes_each_end_once(self, consultant, consent) -> None:
        self.run_sweep()
        assert steps_of(consultant)[-1] == "given"
        end(consent)
        for _again in range(2):
            self.run_sweep()
        assert steps_of(consultant)[-2:] == ["given", "expired"]
        event = events_of(consultant)[-1]
        assert (event.by, event.actor_id, event.consent_id) == ("timer", None, consent.pk)
        assert hash_of(event) == event.hash

    def test_a_stopped_one_does_not_end_again(self, consultant, organization) -> None:
        soon = replace(RATE, until=timezone.now() + timedelta(seconds=0.5))
        with acting(consultant.user):
            short = give(consultant, organization=organization, scope=soon, actor=consultant.user)
            stop(short, actor=consultant.user)
        time.sleep(0.5)
        self.run_sweep()
        assert steps_of(consultant)[-2:] == ["stopped", "deletion_asked"]

    def test_it_goes_on_until_all_are_noted(self, consultant, consent, monkeypatch) -> None:
        monkeypatch.setattr("consultants.jobs.A_BATCH", 1)
        other = make_consultant("Other")
        with acting(other.user):
            second = give(other, organization=consent.organization, scope=RATE, actor=other.user)
        end(consent)
        end(second)
        self.run_sweep()
        assert [steps_of(one)[-1] for one in (consultant, other)] == ["expired", "expired"]

    def test_other_jobs_may_not(self, consent) -> None:
        with acting_as("job:payments.sweep"), refused("this is the work of one job"):
            note_expired(most=1)

    def test_a_job_writes_nothing_in_a_persons_name(self, consultant, consent) -> None:
        with acting_as(JOB), refused("only those whom it concerns write here"):
            record(consultant, ConsentStep.GIVEN, actor=consultant.user, consent=consent)
        with acting_as(JOB), refused("consent_event_side_fits"):
            record(consultant, ConsentStep.GIVEN, consent=consent)
        with acting_as(JOB):
            assert record(consultant, ConsentStep.EXPIRED, consent=consent) is None
        assert steps_of(consultant)[-1] == "expired"

    def test_the_clock_asks_for_it(self) -> None:
        assert outbox.sweeps()["consultants.note_expired"] == 86_400
        assert sweep.__name__ == "note_expired"
