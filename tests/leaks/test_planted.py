"""Each of these is a leak of one line. Every one must turn the walk red, or the walk proves nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse

from consultants import visibility
from consultants.items import ITEMS
from consultants.models import Consultant, Profile
from consultants.people import views
from consultants.visibility import ProfileCard, SearchPage
from core import outbox
from notices import jobs
from tests.conftest import as_owner
from tests.leaks import world
from tests.leaks.judge import leaks
from tests.leaks.test_twins import differences
from tests.leaks.walk import GET, Walk, everything_logged, mailed, markers_in

pytestmark = pytest.mark.django_db
PAGES = ("people", "person", "person_photo", "org_project")


def found(there: world.World, *roles: str) -> list[str]:
    """Walk the pages of people as some roles; return the leaks."""
    walk = Walk(there, (GET,), PAGES)
    for role in roles:
        walk.as_role(role)
    return leaks(walk)


@pytest.fixture
def there() -> world.World:
    """Two people, an organization that was given some items, and one that was not."""
    return world.build(("given", "levels"), roles=("stranger", "picked", "blocked"))


def test_nothing_planted_nothing_found(there: world.World) -> None:
    assert found(there, "stranger", "picked", "blocked") == []


def test_a_rule_that_always_says_yes(there: world.World) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION may_see(audience smallint, base int, tie smallint, granted boolean)"
            " RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN true"
        )
    assert any("email of “given”" in leak for leak in found(there, "stranger"))


def test_a_card_without_the_filter(there: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    def whole_cards(ids: Any, **_how: Any) -> dict[int, ProfileCard]:
        with as_owner():
            rows = list(Profile.objects.filter(pk__in=list(ids)))
        clear = [item.name for item in ITEMS if not item.sealed]
        return {
            row.pk: ProfileCard(row.pk, {name: getattr(row, name) for name in clear})
            for row in rows
        }

    monkeypatch.setattr(visibility, "cards_for", whole_cards)
    seen = found(there, "stranger", "blocked")
    assert any(leak.startswith("stranger sees statement of “given”") for leak in seen)
    assert any(leak.startswith("blocked sees name of “levels”") for leak in seen)


def test_a_name_in_a_title(there: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    render: Callable[..., HttpResponse] = views.render

    def with_a_title(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        answer = render(request, template, context)
        if "card" in context:
            name = context["card"].items["name"].encode()
            answer.content = answer.content.replace(b"<title>", b"<title>" + name)
        return answer

    monkeypatch.setattr(views, "render", with_a_title)
    assert any("name of “given” in the title" in leak for leak in found(there, "picked"))


def test_a_name_in_a_file_name(there: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    show = views.picture

    def with_a_name(name: str) -> Any:
        answer = show(name)
        answer["Content-Disposition"] = f'inline; filename="{name.rsplit("/", 1)[-1]}"'
        return answer

    monkeypatch.setattr(views, "picture", with_a_name)
    assert any("photo_file of “given” in the header" in leak for leak in found(there, "picked"))


def test_a_name_in_the_subject_of_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    there = world.build(("given",), roles=("interested",))
    names = [one.marker for one in there.canaries if one.item == "name"]
    monkeypatch.setattr(jobs, "_", lambda text: f"{names[0]}: {text}" if "update" in text else text)
    outbox.drain_once(limit=100)
    assert "name of “given”" in markers_in(there, mailed())


def test_a_value_in_a_log(there: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    def talkative(consultant_id: int, **how: Any) -> ProfileCard | None:
        card = visibility.cards_for([consultant_id], **how).get(consultant_id)
        logging.getLogger("consultants").info(f"card {dict(card.items) if card else ''}")  # noqa: G004
        return card

    monkeypatch.setattr(visibility, "card_for", talkative)
    with everything_logged() as logged:
        found(there, "picked")
    assert "statement of “given”" in markers_in(there, logged.getvalue())


def test_a_count_of_hidden_people(there: world.World, monkeypatch: pytest.MonkeyPatch) -> None:
    search = visibility.search_with_cards

    def counting_all(filters: Any, **how: Any) -> Any:
        found, cards = search(filters, **how)
        return SearchPage(found.ids, 20 * Consultant.objects.count()), cards

    assert differences(there, "stranger", names=PAGES) == []
    monkeypatch.setattr(visibility, "search_with_cards", counting_all)
    assert [name for name, _address in differences(there, "stranger", names=PAGES)] == ["people"]
