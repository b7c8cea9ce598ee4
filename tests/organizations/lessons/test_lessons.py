"""Working as equals: read once before posting or inviting, and nothing that was typed is lost."""

import re

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from core.errors import NotAllowed
from engagements import permissions
from engagements.models import Posting
from engagements.postings import services as postings
from organizations.lessons.services import has_read_lessons, mark_read, read_all
from organizations.lessons.texts import LESSONS
from organizations.models import Role
from tests.engagements.work import make_posting
from tests.factories import acting, make_checked_member, make_consultant, make_member, signed_in
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
FIRST = "First, ten short lessons"


def unread_member(*, role: str = Role.COORDINATOR, limited: bool = False) -> User:
    organization = make_checked_member().membership.organization
    return make_member(organization, role=role, limited=limited, has_read=False)


def owner_beside(user: User) -> User:
    """Return the owner of somebody's organization, who has read the lessons."""
    owners = user.membership.organization.memberships.filter(role=Role.OWNER)
    return owners.order_by("pk")[0].user


def read_them(client: Client) -> str:
    """Read every lesson as a person does; return the last page."""
    path = f"/org/lessons/{LESSONS[0].slug}/"
    for _lesson in LESSONS:
        assert "I have read it" in client.get(path).content.decode()
        path = client.post(path)["Location"]
    assert path == "/org/lessons/"
    return client.get(path).content.decode()


def test_there_are_ten_lessons_in_both_languages_without_words_we_never_use() -> None:
    assert len(LESSONS) == len({lesson.slug for lesson in LESSONS}) == 10
    for lesson in LESSONS:
        said = [lesson.title, *lesson.why, *lesson.do, lesson.example]
        with translation.override("en"):
            english = [str(one) for one in said]
        with translation.override("es"):
            spanish = [str(one) for one in said]
        assert all(a != b for a, b in zip(english, spanish, strict=True) if len(a) > 12)
        assert not re.search(r"victim|rescue\b|voiceless|broken|!", " ".join(english))


@pytest.mark.parametrize("role", [Role.OWNER, Role.COORDINATOR])
def test_who_has_not_read_them_is_led_there_and_back(role: str) -> None:
    client = signed_in(unread_member(role=role))
    page = client.get("/org/projects/new/").content.decode()
    assert FIRST in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    done = read_them(client)
    assert 'href="/org/projects/new/"' in done
    assert FIRST not in client.get("/org/projects/new/").content.decode()


def test_what_was_typed_waits_and_is_sent_afterwards() -> None:
    user = unread_member()
    posting = make_posting(owner_beside(user))
    client = signed_in(user)
    path = f"/org/projects/{posting.code}/close/"
    typed = {"note": 'Line one\nand "two" <b>', "many": ["a", "b"]}
    assert "What you typed is kept" in client.post(path, typed).content.decode()
    posting.refresh_from_db()
    assert posting.state == "open"
    done = read_them(client)
    form = done.split(f'action="{path}"')[1].split("</form")[0]
    assert "Line one\nand &quot;two&quot; &lt;b&gt;" in form
    assert re.findall(r'name="many" value="(\w)"', form) == ["a", "b"]
    assert client.post(path, typed).status_code == 302
    posting.refresh_from_db()
    assert posting.state == "closed"


def test_each_page_of_posting_and_inviting_leads_to_the_lessons() -> None:
    user = unread_member()
    posting = make_posting(owner_beside(user))
    client = signed_in(user)
    for path in (
        "/org/projects/new/",
        f"/org/projects/{posting.code}/publish/",
        f"/org/projects/{posting.code}/close/",
        "/org/people/whoever/invite/",
    ):
        response = client.post(path)
        assert FIRST in response.content.decode(), path
    assert "Write a project" in client.get("/org/projects/").content.decode()


def test_services_refuse_without_the_lessons() -> None:
    user = unread_member()
    posting = make_posting(owner_beside(user), state="draft", sent_at=None, opened_at=None)
    assert not permissions.can_post(user, posting.organization)
    assert not permissions.can_arrange(user, posting)
    with acting(user), pytest.raises(NotAllowed):
        postings.publish(posting, actor=user)
    assert Posting.objects.get().state == "draft"
    read_all(actor=user)
    assert permissions.can_arrange(user, posting)


@pytest.mark.parametrize(
    ("role", "limited"), [(Role.VIEWER, False), (Role.FINANCE, False), (Role.COORDINATOR, True)]
)
def test_who_may_not_post_anyway_finds_a_missing_page(role: str, limited: bool) -> None:
    client = signed_in(unread_member(role=role, limited=limited))
    assert nothing_here(client.get("/org/projects/new/"))
    assert str(LESSONS[0].title) in client.get("/org/lessons/").content.decode()


def test_a_lesson_is_kept_once_with_its_version_and_day() -> None:
    user = unread_member()
    lesson = LESSONS[0]
    client = signed_in(user)
    client.post(f"/org/lessons/{lesson.slug}/")
    first = user.lessons_read.get()
    client.post(f"/org/lessons/{lesson.slug}/")
    again = user.lessons_read.get()
    assert (again.version, again.read_at) == (lesson.version, first.read_at)
    assert "You read this on" in client.get(f"/org/lessons/{lesson.slug}/").content.decode()
    assert not has_read_lessons(user)


def test_bad_addresses_and_other_people_are_refused() -> None:
    client = signed_in(unread_member())
    assert client.post("/org/lessons/nothing/").status_code == 404
    consultant = make_consultant().user
    assert signed_in(consultant).get("/org/lessons/").status_code == 404
    with pytest.raises(NotAllowed):
        mark_read(LESSONS[0], actor=consultant)


def test_too_much_typed_is_not_put_into_the_session() -> None:
    user = unread_member()
    posting = make_posting(owner_beside(user))
    client = signed_in(user)
    client.post(f"/org/projects/{posting.code}/close/", {"note": "x" * 200_000})
    assert client.session["after_lessons"]["typed"] == []
