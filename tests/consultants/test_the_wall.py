"""The second wall: raw SQL as the web role, as if every check of the application were gone."""

import uuid

import pytest
from django.db import connection

from consultants.blocks.services import block, unblock
from consultants.consent_scope import Purpose, Scope
from consultants.consents.services import give
from consultants.items import ITEMS, Audience
from consultants.models import Consent, Consultant, Profile
from consultants.profile.services import change_item
from consultants.ties import set_tie
from consultants.visibility import card_for, may_invite, search
from core.errors import NotAllowed
from core.viewer import acting_as
from organizations.models import WATCHED_KINDS, Kind
from tests.conftest import as_owner
from tests.factories import acting, check, make_checked_member, make_consultant, make_member
from tests.refusals import denied, hidden, refused

pytestmark = pytest.mark.django_db

NOBODY = ""


def ask(sql: str, *params: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def consultant() -> Consultant:
    """Somebody with every item shown to checked organizations."""
    return make_consultant(
        "Wall Person", audience=Audience.CHECKED, rate=9_000, email="w@mail.example"
    )


def give_rate(consultant: Consultant, member, **more) -> Consent:
    with acting(consultant.user):
        return give(
            consultant,
            organization=member.membership.organization,
            scope=Scope(items=frozenset({"rate"}), purpose=Purpose.WORK, **more),
            actor=consultant.user,
        )


class TestReading:
    def test_the_tests_act_as_the_web_role_and_it_owns_nothing(self) -> None:
        assert ask("SELECT current_user") == [("equal_web",)]
        owned = "SELECT count(*) FROM pg_class WHERE relowner = 'equal_web'::regrole"
        assert ask(owned) == [(0,)]
        assert ask("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'equal_web'") == [
            (False,)
        ]

    def test_row_security_is_on_for_every_table_with_private_rows(self) -> None:
        sql = "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'"
        guarded = {str(name) for (name,) in ask(sql)}
        open_to_all = {"consultants_consultant"}  # ids and flags; what foreign keys point to
        named = (
            "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_name ~ '^(consultants_|payments_ledger)'"
        )
        private = {str(name) for (name,) in ask(named)}
        private |= {"engagements_contract", "engagements_signature"}
        assert private - open_to_all <= guarded

    @pytest.mark.parametrize("table", ["profile", "consent", "standing"])
    def test_nobody_reads_other_peoples_rows(self, consultant: Consultant, table: str) -> None:
        member = make_checked_member()
        give_rate(consultant, member)
        sql = f"SELECT count(*) FROM consultants_{table}"
        for stranger in (make_consultant().user, make_checked_member(), make_member()):
            with acting(stranger):
                own = 1 if table == "profile" and stranger.is_consultant else 0
                assert ask(sql) == [(own,)]
        for identity in (
            NOBODY,
            "anyone",
            "job:payments.send",
            "case:1",
            "user:x",
            "user:1+org:1;",
        ):
            with acting_as(identity):
                assert ask(sql) == [(0,)], identity
        with acting(consultant.user):
            assert ask(sql) == [(1,)]

    def test_an_organization_reads_the_consents_it_was_given(self, consultant: Consultant) -> None:
        member = make_checked_member()
        give_rate(consultant, member)
        with acting(member):
            assert ask("SELECT count(*) FROM consultants_consent") == [(1,)]
            assert ask("SELECT count(*) FROM consultants_standing") == [(0,)]

    def test_a_hidden_value_does_not_come_out_in_an_error(self) -> None:
        consultant = make_consultant("Shown", audience=Audience.CHECKED)
        with acting(consultant.user):
            change_item(
                consultant.profile, "statement", value="private words", actor=consultant.user
            )
        with acting(make_checked_member()):
            assert card_for(consultant.pk) is not None
            assert ask("SELECT count(*) FROM profile_seen WHERE statement::int > 0") == [(0,)]

    @pytest.mark.parametrize(
        "identity", [NOBODY, "job:payments.send", "case:1", "user:", "nonsense"]
    )
    def test_without_a_person_not_even_what_anyone_may_see(self, identity: str) -> None:
        consultant = make_consultant("Open Person", audience=Audience.ANYONE)
        with acting_as("anyone"):
            assert card_for(consultant.pk) is not None
        with acting_as(identity):
            assert card_for(consultant.pk) is None
            assert search().ids == ()
            assert ask("SELECT * FROM profile_seen") == []


class TestWriting:
    def test_nobody_changes_other_peoples_rows(self, consultant: Consultant) -> None:
        member = make_checked_member()
        consent = give_rate(consultant, member)
        for stranger in (make_consultant().user, member):
            with acting(stranger):
                with refused(denied("consultants_standing")):
                    ask("UPDATE consultants_standing SET tie = 2")
                mine = "WHERE consultant_id <> coalesce((SELECT viewer_consultant()), 0)"
                ask(f"UPDATE consultants_profile SET rate_audience = 5, rate = 1 {mine}")
                ask(f"UPDATE consultants_consent SET stopped_at = now() {mine}")
        with as_owner():
            row = Profile.objects.get(pk=consultant.pk)
            assert (row.rate_audience, row.rate) == (Audience.CHECKED, 9_000)
            assert Consent.objects.get(pk=consent.pk).stopped_at is None

    @pytest.mark.parametrize(
        ("sql", "by"),
        [
            ("DELETE FROM consultants_profile", denied("consultants_profile")),
            ("DELETE FROM consultants_consent", denied("consultants_consent")),
            ("DELETE FROM consultants_consultant", denied("consultants_consultant")),
            ("DELETE FROM consultants_standing", denied("consultants_standing")),
            ("UPDATE consultants_standing SET blocked = false", denied("consultants_standing")),
            (
                "INSERT INTO consultants_standing (organization_id, consultant_id) VALUES (1, 1)",
                denied("consultants_standing"),
            ),
            (
                "INSERT INTO consultants_profile (consultant_id) VALUES (1)",
                denied("consultants_profile"),
            ),
            ("TRUNCATE consultants_consent", denied("consultants_consent")),
            ("TRUNCATE consultants_standing", denied("consultants_standing")),
            (
                "ALTER TABLE consultants_profile DISABLE ROW LEVEL SECURITY",
                "must be owner of table consultants_profile",
            ),
            (
                "DROP POLICY own ON consultants_profile",
                "must be owner of relation consultants_profile",
            ),
            ("SELECT standing_refresh()", "permission denied for function standing_refresh"),
        ],
    )
    def test_what_the_web_role_never_needs_it_may_not(
        self, consultant: Consultant, sql: str, by: str
    ) -> None:
        with acting(consultant.user), refused(by):
            ask(sql)

    def test_nobody_gives_in_another_persons_name(self, consultant: Consultant) -> None:
        member = make_checked_member()
        sql = (
            "INSERT INTO consultants_consent (code, organization_id, consultant_id, items, purpose,"
            " valid_from, valid_until) VALUES (%s, %s, %s, 65535, 'work', now(), now() + interval '1 day')"
        )
        for stranger in (member, make_consultant().user):
            with acting(stranger), refused(hidden("consultants_consent")):
                ask(sql, uuid.uuid4().hex[:22], member.membership.organization_id, consultant.pk)

    def test_services_refuse_other_people_too(self, consultant: Consultant) -> None:
        stranger, member = make_consultant().user, make_checked_member()
        with acting(consultant.user):
            profile = consultant.profile
        with acting(stranger), pytest.raises(NotAllowed):
            block(consultant, organization=member.membership.organization, actor=stranger)
        with acting(stranger), pytest.raises(NotAllowed):
            change_item(profile, "name", value="Other", actor=stranger)


NOT_THEIR_TIE = "only the two sides tie themselves"


class TestTies:
    def test_strangers_tie_nobody(self, consultant: Consultant) -> None:
        organization_id = make_checked_member().membership.organization_id
        for stranger in (make_checked_member(), make_consultant().user):
            with acting(stranger), refused(NOT_THEIR_TIE):
                ask("SELECT set_tie(%s, %s, 3::smallint)", organization_id, consultant.pk)

    def test_a_claim_to_be_a_member_is_not_enough(self, consultant: Consultant) -> None:
        member, stranger = make_checked_member(), make_checked_member()
        organization_id = member.membership.organization_id
        claim = f"user:{stranger.pk}+org:{organization_id}"
        with acting_as(claim), refused(NOT_THEIR_TIE):
            ask("SELECT set_tie(%s, %s, 3::smallint)", organization_id, consultant.pk)

    def test_the_first_tie_is_the_consultants(self, consultant: Consultant) -> None:
        member = make_checked_member()
        organization_id = member.membership.organization_id
        with acting(member):
            with refused("the consultant makes the first tie"):
                ask("SELECT set_tie(%s, %s, 3::smallint)", organization_id, consultant.pk)
            set_tie(organization_id, consultant.pk, None)
        with acting(consultant.user):
            set_tie(organization_id, consultant.pk, 3)
        with acting(member):
            set_tie(organization_id, consultant.pk, 2)
            set_tie(organization_id, consultant.pk, None)
            with refused("the consultant makes the first tie"):
                ask("SELECT set_tie(%s, %s, 2::smallint)", organization_id, consultant.pk)
        with acting_as("job:engagements.finish"):
            set_tie(organization_id, consultant.pk, 2)

    def test_jobs_that_have_nothing_to_do_with_the_work_tie_and_assign_nobody(
        self, consultant: Consultant
    ) -> None:
        member = make_checked_member()
        pair = (member.membership.organization_id, consultant.pk)
        for job in ("job:payments.send_transfer", "job:notices.mail", "job:engagements"):
            with acting_as(job):
                with refused(NOT_THEIR_TIE):
                    ask("SELECT set_tie(%s, %s, 3::smallint)", *pair)
                with refused("only who speaks for the organization assigns"):
                    ask("SELECT set_assigned(%s, %s, %s, true)", *pair, member.pk)

    def test_an_unknown_tie_is_refused(self, consultant: Consultant) -> None:
        organization_id = make_member().membership.organization_id
        with acting(consultant.user), refused("standing_tie_known"):
            ask("SELECT set_tie(%s, %s, 4::smallint)", organization_id, consultant.pk)


class TestBlocks:
    def test_a_block_overrides_everything_and_unblocking_brings_it_back(self) -> None:
        consultant = make_consultant("Open Person", audience=Audience.ANYONE, rate=9_000)
        member = make_checked_member()
        organization = member.membership.organization
        give_rate(consultant, member)
        with acting(consultant.user):
            set_tie(organization.pk, consultant.pk, 2)
            block(consultant, organization=organization, actor=consultant.user)
        with acting(member):
            assert card_for(consultant.pk) is None
            assert search().ids == ()
            assert not may_invite(consultant.pk)
        with acting(make_checked_member()):
            assert card_for(consultant.pk) is not None
        with acting(consultant.user):
            unblock(consultant, organization=organization, actor=consultant.user)
        with acting(member):
            assert card_for(consultant.pk) is not None

    def test_it_outlives_the_check_and_a_dropped_claim(self) -> None:
        consultant = make_consultant("Open Person", audience=Audience.ANYONE)
        member = make_checked_member()
        organization = member.membership.organization
        with acting(consultant.user):
            block(consultant, organization=organization, actor=consultant.user)
        with acting_as(f"user:{member.pk}"):
            assert card_for(consultant.pk) is None
        with as_owner():
            ask("UPDATE organizations_organization SET checked_until = now() - interval '1 day'")
        with acting(member):
            assert card_for(consultant.pk) is None

    def test_only_consultants_block(self) -> None:
        member = make_checked_member()
        with acting(member), refused("only a consultant blocks"):
            ask("SELECT set_block(%s, true)", member.membership.organization_id)


class TestEveryItem:
    """Lists of columns stand in SQL more than once: a slip in one line would show the wrong thing."""

    @pytest.fixture
    def filled(self) -> Consultant:
        return make_consultant(
            "Full Person", pronouns="they/them", introduction="words", expertise=[1], languages=[2],
            region=3, rate=400, availability=1, photo="photos/x.jpg", past_work="past", reference="ref",
            statement="said", email="a@mail.example", phone="+1 555 0100", legal_name="Legal", address="Box 1",
        )  # fmt: skip

    def test_the_lists_in_the_database_are_the_list_of_items(self) -> None:
        columns = "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
        names = [item.name for item in ITEMS]
        assert [row[0] for row in ask(columns, "profile_seen")] == ["consultant_id", *names]
        standing = [str(row[0]) for row in ask(columns, "consultants_standing")]
        assert {n.removesuffix("_until") for n in standing if n.endswith("_until")} == set(names)
        assert [item.bit for item in ITEMS] == list(range(len(ITEMS)))

    @pytest.mark.parametrize("item", ITEMS[1:], ids=lambda item: item.name)
    def test_it_answers_to_its_own_audience(self, filled: Consultant, item) -> None:
        with as_owner():
            Profile.objects.filter(pk=filled.pk).update(
                name_audience=Audience.CHECKED, **{f"{item.name}_audience": Audience.CHECKED}
            )
        with acting(filled.user):
            own = card_for(filled.pk)
        with acting(make_checked_member()):
            card = card_for(filled.pk)
        assert own is not None
        assert len(own.items) == len(ITEMS)
        assert card is not None
        assert dict(card.items) == {"name": "Full Person", item.name: own.items[item.name]}

    @pytest.mark.parametrize("item", ITEMS[1:], ids=lambda item: item.name)
    def test_it_answers_to_its_own_bit(self, filled: Consultant, item) -> None:
        member = make_checked_member()
        audiences = {f"{one.name}_audience": Audience.PICKED for one in ITEMS}
        with as_owner():
            Profile.objects.filter(pk=filled.pk).update(**audiences)
        with acting(filled.user):
            give(
                filled, organization=member.membership.organization,
                scope=Scope(items=frozenset({item.name}), purpose=Purpose.WORK), actor=filled.user,
            )  # fmt: skip
        with acting(member):
            card = card_for(filled.pk)
        assert card is not None
        assert set(card.items) == {"name", item.name}

    @pytest.mark.parametrize("kind", Kind.values)
    def test_watched_kinds_count_as_anyone_until_they_are_picked(self, kind: str) -> None:
        consultant = make_consultant("Some Person", audience=Audience.CHECKED, rate=9_000)
        member = make_checked_member(kind=kind)
        with acting(member):
            assert (card_for(consultant.pk) is None) == (kind in WATCHED_KINDS)
        give_rate(consultant, member)
        with acting(member):
            card = card_for(consultant.pk)
            assert card is not None
            assert set(card.items) == {"name", "rate"}
        with acting(consultant.user):
            set_tie(member.membership.organization_id, consultant.pk, 3)
        with acting(member):
            assert card_for(consultant.pk) is not None


class TestMayInvite:
    def test_nobody_picked_and_checked(self) -> None:
        consultant = make_consultant("Some Person", audience=Audience.CHECKED)
        member, picked = make_checked_member(), make_checked_member()
        police = make_checked_member(kind="police")
        give_rate(consultant, picked)
        give_rate(consultant, police)
        for setting, expected in ((0, set()), (1, {picked, police}), (2, {member, picked, police})):
            Consultant.objects.filter(pk=consultant.pk).update(may_invite=setting)
            found = set()
            for one in (member, picked, police):
                with acting(one):
                    if may_invite(consultant.pk):
                        found.add(one)
            assert found == expected, setting

    def test_who_cannot_be_seen_is_not_invited(self) -> None:
        consultant = make_consultant("Some Person")
        Consultant.objects.filter(pk=consultant.pk).update(may_invite=2)
        with acting(make_checked_member()):
            assert not may_invite(consultant.pk)

    def test_an_unchecked_organization_invites_nobody(self) -> None:
        consultant = make_consultant("Some Person", audience=Audience.ANYONE)
        Consultant.objects.filter(pk=consultant.pk).update(may_invite=2)
        member = make_member()
        with acting(member):
            assert card_for(consultant.pk) is not None
            assert not may_invite(consultant.pk)
            check(member.membership.organization)
            assert may_invite(consultant.pk)


def test_search_counts_a_page_past_the_first(consultant: Consultant) -> None:
    for number in range(20):
        make_consultant(f"Person {number}", audience=Audience.CHECKED)
    with acting(make_checked_member()):
        first, second, beyond = (search(page=page) for page in (1, 2, 3))
    assert (len(first.ids), len(second.ids), len(beyond.ids)) == (20, 1, 0)
    assert (first.count, second.count, beyond.count) == (21, 21, 21)
    assert not set(first.ids) & set(second.ids)


def test_what_anyone_may_see_is_stored_by_the_rule(consultant: Consultant) -> None:
    def stored() -> tuple[object, ...]:
        with as_owner():
            sql = (
                "SELECT pub_rate, pub_words::text FROM consultants_profile WHERE consultant_id = %s"
            )
            return ask(sql, consultant.pk)[0]

    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(
            introduction="open words", introduction_audience=5, rate_audience=5, name_audience=4
        )
    assert stored() == (None, None)
    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(name_audience=5)
    assert stored() == (9_000, "'open' 'words'")
    with as_owner():
        Profile.objects.filter(pk=consultant.pk).update(introduction_audience=4, rate_audience=4)
    assert stored() == (None, "")
