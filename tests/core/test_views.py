"""Every view of ours names who may come in, and the gate keeps to it."""

from types import SimpleNamespace

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from core.checks import every_view_names_its_guests
from core.views import ADMINISTRATOR, ANYONE, CONSULTANT, MEMBER, PARTIES, SIGNED_IN, allow

STRANGER = SimpleNamespace(is_authenticated=False)


def person(kind: str) -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, kind=kind)


def answer(guests: tuple[str, ...], user: SimpleNamespace, *, method: str = "get") -> HttpResponse:
    view = allow(*guests)(lambda _request: HttpResponse("in"))  # type: ignore[arg-type]
    request = getattr(RequestFactory(), method)("/jobs/")
    request.user = user
    return view(request)  # type: ignore[return-value]


def test_no_view_forgets_to_name_its_guests() -> None:
    assert every_view_names_its_guests() == []


@pytest.mark.parametrize(
    ("guests", "kind"),
    [
        ((SIGNED_IN,), "consultant"),
        ((CONSULTANT,), "consultant"),
        (PARTIES, "member"),
        ((ADMINISTRATOR,), "administrator"),
    ],
)
def test_guests_come_in(guests: tuple[str, ...], kind: str) -> None:
    assert answer(guests, person(kind)).content == b"in"


@pytest.mark.parametrize(
    ("guests", "kind"),
    [((CONSULTANT,), "member"), ((MEMBER,), "administrator"), (PARTIES, "administrator")],
)
def test_others_get_what_a_missing_page_gives(guests: tuple[str, ...], kind: str) -> None:
    with pytest.raises(Http404):
        answer(guests, person(kind))


def test_the_signed_out_are_asked_to_sign_in_and_come_back() -> None:
    response = answer((SIGNED_IN,), STRANGER)
    assert response.status_code == 302
    assert response["Location"] == "/in/?next=/jobs/"
    assert answer((ANYONE,), STRANGER).content == b"in"


def test_other_methods_are_refused() -> None:
    assert answer((ANYONE,), STRANGER, method="delete").status_code == 405


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("http://testserver/jobs/abc/?page=2", "/in/?next=/jobs/abc/%3Fpage%3D2"),
        ("http://elsewhere.example/jobs/", "/in/"),
        ("javascript:alert(1)", "/in/"),
        ("", "/in/"),
    ],
)
@pytest.mark.django_db
def test_who_was_signed_out_before_pressing_a_button_comes_back_to_its_page(
    before: str, then: str
) -> None:
    """The button's own address can't be opened: it would end in a refusal."""
    response = Client().post("/sharing/pause/", headers={"referer": before})
    assert (response.status_code, response["Location"]) == (302, then)


@pytest.mark.django_db
def test_a_typed_address_of_a_button_is_a_page_with_a_way_out() -> None:
    response = Client().get("/sharing/pause/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert b"Nothing was changed" in response.content
    assert b"Leave site" in response.content
