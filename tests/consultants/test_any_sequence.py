"""Whatever people do one after the other, each viewer sees and finds what the oracle says.

The steps go through the same services that the pages call; the model is plain Python.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from consultants.blocks import services as blocks
from consultants.consent_scope import Scope
from consultants.consents import services as consents
from consultants.items import Audience, Tie, names_in
from consultants.models import Consent, Consultant
from consultants.profile import services as profile
from consultants.ties import set_tie
from consultants.visibility import SearchFilters, cards_for, search
from tests.clock import moved_clock
from tests.conftest import as_owner
from tests.consultants.oracle import Asked, Given, Someone, card, finds
from tests.consultants.worlds import ORGANIZATIONS, Stage, make_stage, run
from tests.factories import acting

pytestmark = pytest.mark.django_db

PEOPLE = 2
VALUES = {"name": "Somebody", "rate": 2000, "region": 1, "statement": "river policy"}
QUESTIONS = (
    (Asked(), SearchFilters()),
    (Asked(by_rate=True), SearchFilters(by_rate=True)),
    (Asked((("rate", 2000),)), SearchFilters(rate_at_most=2000)),
    (Asked((("region", 1),), words=("river",)), SearchFilters(region=1, words=("river",))),
)
people = st.integers(0, PEOPLE - 1)
items = st.sampled_from(sorted(VALUES))
organizations = st.sampled_from(ORGANIZATIONS)
sets_of_items = st.frozensets(items, min_size=1)


class AnySequence(RuleBasedStateMachine):
    """Give, narrow, stop, end, engage, block, pause, change who sees what: in any order."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        orders = range(10, 10 + PEOPLE)
        self.people = [
            Someone(one.pk, order, dict(VALUES), dict.fromkeys(VALUES, 0))
            for one, order in zip(self.stage.consultants, orders, strict=True)
        ]
        self.consents: list[list[Consent]] = [[] for _ in self.people]
        with as_owner():
            for one in self.people:
                run(
                    "UPDATE consultants_profile SET order_key = %s, rate = 2000, region = 1, name = 'Somebody',"
                    " statement = 'river policy' WHERE consultant_id = %s", one.order, one.number,
                )  # fmt: skip

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def consultant(self, who: int) -> Consultant:
        return Consultant.objects.get(pk=self.people[who].number)

    def organization(self, name: str):
        return self.stage.members[name].membership.organization

    @rule(who=people, item=items, audience=st.sampled_from(Audience))
    def show(self, who: int, item: str, audience: Audience) -> None:
        consultant, one = self.consultant(who), self.people[who]
        with acting(consultant.user):
            profile.change_audience(
                consultant.profile, item, audience=audience, actor=consultant.user
            )
        self.people[who] = one.with_(audiences={**one.audiences, item: int(audience)})

    @rule(
        who=people,
        to=organizations,
        what=sets_of_items,
        assigned=st.sampled_from([False, False, True]),
    )
    def give(self, who: int, to: str, what: frozenset[str], assigned: bool) -> None:
        consultant, one = self.consultant(who), self.people[who]
        now = timezone.now()
        scope = Scope(what, purpose="work", until=now + timedelta(days=9), assigned_only=assigned)
        with (
            acting(consultant.user),
            moved_clock(hours=-1),
        ):  # so that it can end before the test does
            given = consents.give(
                consultant, organization=self.organization(to), scope=scope, actor=consultant.user
            )
        self.consents[who].append(given)
        names = what | {"name"}
        raised = {name: max(one.audiences[name], 1) for name in names}
        self.people[who] = one.with_(
            given=(*one.given, Given(to, names, is_for_assigned=assigned)),
            audiences={**one.audiences, **raised},
        )

    def change_given(self, who: int, number: int, **changes: object) -> None:
        given = list(self.people[who].given)
        before = vars(given[number])
        given[number] = Given(**{**before, **changes})
        self.people[who] = self.people[who].with_(given=tuple(given))

    def running(self, who: int) -> list[int]:
        """The numbers of the permissions that are in force."""
        given = self.people[who].given
        return [n for n, one in enumerate(given) if not (one.is_over or one.is_stopped)]

    @rule(who=people, which=st.integers(0, 9), keep=sets_of_items)
    def narrow(self, who: int, which: int, keep: frozenset[str]) -> None:
        numbers = self.running(who)
        if not numbers:
            return
        number = numbers[which % len(numbers)]
        consent, consultant = self.consents[who][number], self.consultant(who)
        with acting(consultant.user):
            changed = consents.narrow(
                consent,
                items=keep,
                uses=frozenset(),
                until=consent.valid_until,
                actor=consultant.user,
            )
        left = (keep | {"name"}) & self.people[who].given[number].items
        assert frozenset(names_in(changed.items)) == left
        self.change_given(who, number, items=left)

    @rule(who=people, which=st.integers(0, 9))
    def stop(self, who: int, which: int) -> None:
        numbers = self.running(who)
        if numbers:
            number, consultant = numbers[which % len(numbers)], self.consultant(who)
            with acting(consultant.user):
                consents.stop(self.consents[who][number], actor=consultant.user)
            self.change_given(who, number, is_stopped=True)

    @rule(who=people, which=st.integers(0, 9))
    def time_passes(self, who: int, which: int) -> None:
        numbers = self.running(who)
        if numbers:
            number = numbers[which % len(numbers)]
            with as_owner():
                run(
                    "UPDATE consultants_consent SET valid_until = valid_from + interval '1 second' WHERE id = %s",
                    self.consents[who][number].pk,
                )
            self.change_given(who, number, is_over=True)

    @rule(who=people, to=organizations, tie=st.sampled_from([None, *Tie]))
    def engage(self, who: int, to: str, tie: Tie | None) -> None:
        consultant, one = self.consultant(who), self.people[who]
        with acting(consultant.user):
            set_tie(self.organization(to).pk, consultant.pk, tie)
        ties = {name: level for name, level in one.ties.items() if name != to}
        self.people[who] = one.with_(ties=ties if tie is None else {**ties, to: int(tie)})

    @rule(who=people, whom=organizations, is_person=st.booleans())
    def block_or_unblock(self, who: int, whom: str, is_person: bool) -> None:
        consultant, one = self.consultant(who), self.people[who]
        name = f"member of {whom}" if is_person else whom
        target = (
            {"person": self.stage.members[whom]}
            if is_person
            else {"organization": self.organization(whom)}
        )
        ways = (
            (blocks.unblock_person, blocks.block_person)
            if is_person
            else (blocks.unblock, blocks.block)
        )
        with acting(consultant.user):
            ways[name not in one.blocked](consultant, **target, actor=consultant.user)
        self.people[who] = one.with_(blocked=one.blocked ^ {name})

    @rule(who=people)
    def pause_or_come_back(self, who: int) -> None:
        consultant, one = self.consultant(who), self.people[who]
        with acting(consultant.user):
            way = profile.unpause if one.is_paused else profile.pause
            way(consultant, actor=consultant.user)
        self.people[who] = one.with_(is_paused=not one.is_paused)

    @invariant()
    def everybody_sees_and_finds_what_the_oracle_says(self) -> None:
        for name, member in self.stage.members.items():
            looking = self.stage.looking(name)
            with acting(member):
                cards = cards_for([one.number for one in self.people])
                for one in self.people:
                    found = cards.get(one.number)
                    assert (dict(found.items) if found else None) == card(looking, one), (name, one)
                for asked, filters in QUESTIONS:
                    expected = finds(looking, self.people, asked)
                    assert list(search(filters).ids) == expected, (name, asked, self.people)


def test_any_sequence_of_decisions_holds() -> None:
    AnySequence.stage = make_stage(PEOPLE)
    run_state_machine_as_test(
        AnySequence,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
