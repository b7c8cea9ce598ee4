"""Private items on the desk: nothing without a case; with one, what it names, for an hour, on the record."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from consultants import access_cases, visibility
from consultants.items import Audience
from consultants.models import AccessCase, CaseLook, Consultant
from core.errors import NotAllowed, Refused, WrongState
from core.viewer import acting_as
from tests.conftest import as_owner
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    signed_in,
)
from tests.refusals import hidden, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Private Person", email="p@mail.example", legal_name="Legal Name")


@pytest.fixture
def asking() -> User:
    return make_administrator()


@pytest.fixture
def agreeing() -> User:
    return make_administrator()


def ask(consultant: Consultant, asking: User, items: tuple[str, ...] = ("email",)) -> AccessCase:
    with acting(asking):
        return access_cases.ask(
            consultant.code, items=frozenset(items), reason="Pay did not arrive", actor=asking
        )


def agree(case: AccessCase, agreeing: User) -> AccessCase:
    with acting(agreeing):
        return access_cases.approve(case, actor=agreeing)


def test_an_administrator_without_a_case_sees_nothing_not_even_what_anyone_sees(asking) -> None:
    open_person = make_consultant("Open Person", audience=Audience.ANYONE, rate=9_000)
    with acting(asking):
        assert visibility.card_for(open_person.pk) is None
        assert visibility.search().ids == ()
        assert visibility.card_of_case() is None
    assert signed_in(asking).get(f"/c/{open_person.code}/").status_code == 404


def test_two_people_an_hour_and_only_the_named_items(consultant, asking, agreeing) -> None:
    case = ask(consultant, asking)
    desk = signed_in(asking)
    assert "p@mail.example" not in desk.get(f"/desk/access/{case.code}/").content.decode()
    assert desk.post(f"/desk/access/{case.code}/look/").status_code == 409
    signed_in(agreeing).post(f"/desk/access/{case.code}/agree/")
    page = desk.post(f"/desk/access/{case.code}/look/").content.decode()
    assert "p@mail.example" in page
    assert "Legal Name" not in page
    assert "Private Person" not in page
    page = signed_in(consultant.user).get("/looked/").content.decode()
    assert "Pay did not arrive" in page
    assert "An administrator of this site" in page
    assert asking.email not in page


def test_each_look_is_noted_and_asking_is_not_a_look(consultant, asking, agreeing) -> None:
    case = agree(ask(consultant, asking), agreeing)
    with acting(consultant.user):
        assert not CaseLook.objects.exists()
    with acting(asking):
        access_cases.look(case, actor=asking)
        access_cases.look(case, actor=asking)
    with acting(consultant.user):
        assert CaseLook.objects.count() == 2


def test_nobody_agrees_to_their_own(consultant, asking) -> None:
    case = ask(consultant, asking)
    assert signed_in(asking).post(f"/desk/access/{case.code}/agree/").status_code == 404
    for is_owner in (False, True):
        with acting(asking), transaction.atomic():
            if is_owner:
                with as_owner(), refused("case_needs_two_people"):
                    approve_directly(case, asking)
            else:
                assert approve_directly(case, asking) == 0


def approve_directly(case: AccessCase, user: User) -> int:
    now = timezone.now()
    return AccessCase.objects.filter(pk=case.pk).update(
        approved_by=user, approved_at=now, ends_at=now + timedelta(minutes=5)
    )


def test_it_never_lasts_longer_and_is_not_agreed_to_twice(consultant, asking, agreeing) -> None:
    case = ask(consultant, asking)
    with acting(agreeing):
        AccessCase.objects.filter(pk=case.pk).update(
            approved_by=agreeing,
            approved_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=1),
        )
        case.refresh_from_db()
        assert case.ends_at - case.approved_at <= timedelta(minutes=60)
        with pytest.raises(WrongState):
            access_cases.approve(case, actor=agreeing)
    with as_owner(), refused(f"access case {case.pk} is fixed"):
        AccessCase.objects.filter(pk=case.pk).update(items=65535)


def test_after_its_end_it_shows_nothing(consultant, asking, agreeing) -> None:
    case = ask(consultant, asking)
    with acting(agreeing):
        now = timezone.now()
        AccessCase.objects.filter(pk=case.pk).update(
            approved_by=agreeing, approved_at=now, ends_at=now + timedelta(milliseconds=1)
        )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE consultants_accesscase DISABLE TRIGGER fixed")
        cursor.execute(
            "UPDATE consultants_accesscase SET approved_at = now() - interval '61 minutes',"
            " ends_at = now() - interval '1 minute'"
        )
        cursor.execute("ALTER TABLE consultants_accesscase ENABLE TRIGGER fixed")
    with acting(asking), pytest.raises(Refused):
        access_cases.look(case, actor=asking)


def test_only_who_asked_opens_it(consultant, asking, agreeing) -> None:
    case = agree(ask(consultant, asking), agreeing)
    for other in (agreeing, make_administrator(), consultant.user):
        with acting(other), pytest.raises(NotAllowed):
            access_cases.look(case, actor=other)


def test_a_case_sees_nothing_of_anybody_else(consultant, asking, agreeing) -> None:
    other = make_consultant("Open Person", audience=Audience.ANYONE)
    case = agree(ask(consultant, asking), agreeing)
    with acting_as(f"case:{case.pk}"):
        card = visibility.card_of_case()
        assert card is not None
        assert dict(card.items) == {"email": "p@mail.example"}
        assert visibility.card_for(other.pk) is None
        assert visibility.card_for(consultant.pk) is None


def test_only_administrators_read_and_write_cases(consultant, asking) -> None:
    ask(consultant, asking)
    for stranger in (make_checked_member(), consultant.user, make_consultant().user):
        with acting(stranger):
            assert not AccessCase.objects.exists()
            with pytest.raises(NotAllowed):
                access_cases.ask(
                    consultant.code, items=frozenset({"email"}), reason="x", actor=stranger
                )
            with refused(hidden("consultants_accesscase")):
                AccessCase.objects.create(
                    consultant=consultant, items=1, reason="x", asked_by=stranger
                )
        assert signed_in(stranger).get("/desk/access/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"number": "nobody"}, "Nobody here has this number."),
        ({"number": "\0"}, "Take out the sign"),
        ({"number": ""}, "Fill in:"),
        ({"items": []}, "Choose an answer:"),
        ({"items": ["shoe_size"]}, "not one of the available choices"),
        ({"items": ["photo"]}, "not one of the available choices"),
        ({"reason": ""}, "Fill in:"),
        ({"reason": " "}, "Fill in:"),
        ({"reason": "x" * 301}, "at most 300 characters"),
    ],
)
def test_bad_input_is_told_kept_and_not_stored(consultant, asking, wrong, message) -> None:
    typed = {"number": consultant.code, "items": ["email"], "reason": "Because", **wrong}
    page = signed_in(asking).post("/desk/access/", typed).content.decode()
    assert message in page
    assert page.split("<title>")[1].startswith("Error:")
    with acting(asking):
        assert not AccessCase.objects.exists()


def test_markup_in_a_reason_is_only_text(consultant, asking, agreeing) -> None:
    with acting(asking):
        case = access_cases.ask(
            consultant.code, items=frozenset({"email"}), reason="<script>1</script>", actor=asking
        )
    agree(case, agreeing)
    with acting(asking):
        access_cases.look(case, actor=asking)
    page = signed_in(consultant.user).get("/looked/").content.decode()
    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page


def test_the_list_is_empty_paged_and_asks_the_same_for_one_and_three(
    consultant, asking, count_queries
) -> None:
    desk = signed_in(asking)
    assert "Nobody has asked." in desk.get("/desk/access/").content.decode()
    ask(consultant, asking)
    one = count_queries(lambda: desk.get("/desk/access/"))
    for _ in range(2):
        ask(consultant, asking)
    assert count_queries(lambda: desk.get("/desk/access/")) == one
    for _ in range(18):
        ask(consultant, asking)
    assert "Page 1 of 2" in desk.get("/desk/access/").content.decode()
