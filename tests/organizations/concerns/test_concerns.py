"""A concern: the first question is what the person wants; only they and the desk ever read it."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from core.errors import NotAllowed
from core.models import Event
from core.viewer import acting_as
from notices.services import unseen
from organizations.concerns import services
from organizations.models import Concern, Organization
from tests.conftest import as_owner
from tests.factories import (
    acting,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    signed_in,
)
from tests.refusals import hidden, refused

pytestmark = pytest.mark.django_db
SAID = {
    "wanted": "Look into zimbrel please.",
    "about": "money",
    "happened": "They paid orvanth late.",
}
MARKS = ("zimbrel", "orvanth")


@pytest.fixture
def reporter() -> User:
    user: User = make_consultant().user
    return user


def sent(organization: Organization, reporter: User, **more: str) -> Concern:
    with acting(reporter):
        return services.report(organization, actor=reporter, **(SAID | more))


def test_a_consultant_tells_the_desk_and_sees_what_became_of_it(
    organization: Organization, reporter: User
) -> None:
    client, desk = signed_in(reporter), signed_in(make_administrator())
    path = f"/o/{organization.code}/"
    assert f"{path}concern/" in client.get(path).content.decode()
    form = client.get(f"{path}concern/").content.decode()
    assert form.index("What do you want to happen?") < form.index("What is it about?")
    page = client.post(f"{path}concern/", SAID)["Location"]
    assert "zimbrel" in client.get(page).content.decode()
    code = page.rstrip("/").rsplit("/", 1)[-1]

    at_desk = f"/desk/concerns/{code}/"
    assert at_desk in desk.get("/desk/").content.decode()
    unopened = desk.get(at_desk).content.decode()
    assert not any(mark in unopened for mark in MARKS)  # only behind a press that is on the record
    desk.post(f"{at_desk}open/")
    assert Event.objects.filter(subject="organizations.concern", by="administrator").exists()
    opened = desk.get(at_desk).content.decode()
    assert all(mark in opened for mark in MARKS)
    assert reporter.username not in opened
    assert "We are looking into it" in client.get(page).content.decode()

    desk.post(at_desk, {"text": "We asked for the pay days."})
    assert page in [one.path for one in unseen(reporter)]
    assert "We asked for the pay days." in client.get(page).content.decode()
    assert at_desk not in desk.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wanted", ""),
        ("wanted", "x" * 2001),
        ("about", ""),
        ("about", "gossip"),
        ("happened", "x" * 4001),
        ("happened", "\x00"),
    ],
)
def test_a_bad_answer_is_told_and_what_was_typed_stays(
    organization: Organization, reporter: User, field: str, value: str
) -> None:
    kept = {"wanted": "Keep zimbrel", "happened": "Keep orvanth"}
    response = signed_in(reporter).post(
        f"/o/{organization.code}/concern/", SAID | kept | {field: value}
    )
    assert field in response.context["form"].errors
    page = response.content.decode()
    assert all(text in page for name, text in kept.items() if name != field)
    with acting(reporter):
        assert not Concern.objects.exists()


def test_the_organization_never_sees_it(organization: Organization, reporter: User) -> None:
    concern = sent(organization, reporter)
    member = organization.memberships.get().user
    before = {
        path: signed_in(member).get(path).content.decode() for path in ("/org/", "/org/check/")
    }
    client = signed_in(member)
    for path in (f"/concerns/{concern.code}/", f"/desk/concerns/{concern.code}/"):
        assert client.get(path).status_code == 404
    assert not any(mark in page for page in before.values() for mark in MARKS)
    assert concern.code not in client.get("/concerns/").content.decode()
    assert not member.notices.filter(page="concern").exists()


def who_reads(organization: Organization, reporter: User) -> dict[str, User]:
    at_domain = make_administrator()
    User.objects.filter(pk=at_domain.pk).update(email=f"a@{organization.domain}")
    return {
        "member": organization.memberships.get().user,
        "another consultant": make_consultant().user,
        "another organization": make_checked_member(),
        "an administrator with an address there": at_domain,
    }


def test_the_database_shows_it_to_reporter_and_desk_only(
    organization: Organization, reporter: User
) -> None:
    sent(organization, reporter)
    for user in (reporter, make_administrator()):
        with acting(user):
            assert Concern.objects.count() == 1
    for who, user in who_reads(organization, reporter).items():
        with acting(user):
            assert Concern.objects.count() == 0, who
    for identity in ("", "anyone", "job:organizations.look_at_dns"):
        with acting_as(identity):
            assert Concern.objects.count() == 0, identity


def test_what_was_said_is_sealed_and_stays(organization: Organization, reporter: User) -> None:
    concern = sent(organization, reporter)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM organizations_concern c")
        [(stored,)] = cursor.fetchall()
    for mark in MARKS:
        assert mark not in stored
        assert mark.encode().hex() not in stored
    with acting(reporter):
        for change in ({"about": "safety"}, {"wanted": b"x"}):
            with refused("what was said stays"):
                Concern.objects.filter(pk=concern.pk).update(**change)


def test_nobody_reports_in_anothers_name(organization: Organization, reporter: User) -> None:
    with acting(make_consultant().user), refused(hidden("organizations_concern")):
        Concern.objects.create(
            organization=organization, reporter=reporter, about="money", wanted=b"x", happened=b""
        )


def test_it_can_be_taken_back_and_the_desk_finds_nothing_then(
    organization: Organization, reporter: User
) -> None:
    concern = sent(organization, reporter)
    client, desk = signed_in(reporter), signed_in(make_administrator())
    client.post(f"/concerns/{concern.code}/")
    assert desk.get(f"/desk/concerns/{concern.code}/").status_code == 404
    assert desk.post(f"/desk/concerns/{concern.code}/open/").status_code == 404
    assert client.post(f"/concerns/{concern.code}/").status_code == 409  # a second tab
    assert "Taken back" in client.get(f"/concerns/{concern.code}/").content.decode()


def test_administrators_and_the_signed_out_report_nothing(organization: Organization) -> None:
    path = f"/o/{organization.code}/concern/"
    assert signed_in(make_administrator()).post(path, SAID).status_code == 404
    assert Client().post(path, SAID)["Location"].startswith("/in/")
    with pytest.raises(NotAllowed):
        services.report(organization, actor=make_administrator(), **SAID)


def test_members_report_too_even_about_their_own(organization: Organization) -> None:
    colleague = make_member(organization, role="viewer")
    client = signed_in(colleague)
    page = client.post(f"/o/{organization.code}/concern/", SAID)["Location"]
    assert "zimbrel" in client.get(page).content.decode()
    owner = organization.memberships.get(role="owner").user
    assert signed_in(owner).get(page).status_code == 404


def test_five_a_day_are_enough(organization: Organization, reporter: User) -> None:
    client = signed_in(reporter)
    for _one in range(5):
        client.post(f"/o/{organization.code}/concern/", SAID)
    response = client.post(f"/o/{organization.code}/concern/", SAID)
    assert "five messages today" in response.content.decode()
    with acting(reporter):
        assert Concern.objects.count() == 5


def test_the_list_asks_as_often_for_three_as_for_one(  # type: ignore[no-untyped-def]
    organization: Organization, reporter: User, count_queries
) -> None:
    client = signed_in(reporter)
    assert "Nothing so far." in client.get("/concerns/").content.decode()
    sent(organization, reporter)
    for_one = count_queries(lambda: client.get("/concerns/"))
    for _more in range(2):
        sent(organization, reporter)
    assert count_queries(lambda: client.get("/concerns/")) == for_one
