"""See as, whom you block, and the page for anyone: what is shown, and what never tells."""

import re

import pytest
from django.test import Client

from consultants.blocks.services import block, block_person
from consultants.consent_scope import Purpose, Scope
from consultants.consents.services import give
from consultants.items import ITEMS, Audience
from consultants.models import Consultant, PersonBlock, Profile
from consultants.visibility import card_as_audience, card_for
from core.viewer import acting_as
from tests.conftest import as_owner
from tests.factories import (
    acting,
    make_checked_member,
    make_colleague,
    make_consultant,
    make_member,
    signed_in,
)
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def masked(response) -> str:
    """A page with its own address and its form tokens masked."""
    text = response.content.decode().replace(response.wsgi_request.path, "(here)")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.fixture
def consultant() -> Consultant:
    made = make_consultant(
        "Some Person", rate=9_000, statement="Words of mine", pronouns="ze and zir"
    )
    with as_owner():
        Profile.objects.update(
            name_audience=5, pronouns_audience=4, rate_audience=3, statement_audience=1
        )
    return made


class TestSeeAs:
    @pytest.mark.parametrize(
        ("audience", "shown"),
        [
            (5, {"Some Person"}),
            (4, {"Some Person", "ze and zir"}),
            (3, {"Some Person", "ze and zir", "$90"}),
            (2, {"Some Person", "ze and zir", "$90"}),
            (1, {"Some Person", "ze and zir", "$90", "Words of mine"}),
        ],
    )
    def test_an_audience_sees_its_items_and_no_others(self, consultant, audience, shown) -> None:
        text = page(signed_in(consultant.user), f"/sharing/see-as/?audience={audience}")
        card = text.split("Seen by:")[1].split("An audience")[0]
        everything = {"Some Person", "ze and zir", "$90", "Words of mine"}
        assert {words for words in everything if words in card} == shown

    @pytest.mark.parametrize("wrong", ["0", "6", "x", "", "5 ", "٥"])
    def test_an_audience_that_is_none_shows_the_choice_alone(self, consultant, wrong) -> None:
        text = page(signed_in(consultant.user), f"/sharing/see-as/?audience={wrong}")
        assert "Seen by:" not in text

    def test_nobody_stands_at_only_me(self, consultant) -> None:
        with acting(consultant.user):
            assert card_as_audience(Audience.ONLY_ME) is None

    def test_an_organization_sees_what_it_was_given_its_own_people_first(self, consultant) -> None:
        member = make_checked_member()
        organization = member.membership.organization
        with acting(consultant.user):
            give(
                consultant, organization=organization, actor=consultant.user,
                scope=Scope(items=frozenset({"statement"}), purpose=Purpose.WORK, assigned_only=True),
            )  # fmt: skip
        text = page(signed_in(consultant.user), f"/sharing/see-as/?org={organization.code}")
        taking_part, others = text.split("everybody else there")
        assert "those who take part in work with you" in taking_part
        assert "Words of mine" in taking_part
        assert "Words of mine" not in others

    def test_an_organization_found_by_a_part_of_its_name(self, consultant) -> None:
        checked, unchecked = make_checked_member(), make_member()
        client = signed_in(consultant.user)
        text = page(client, "/sharing/see-as/?q=organization")
        assert checked.membership.organization.name in text
        assert unchecked.membership.organization.name not in text
        assert "No organization with this name." in page(client, "/sharing/see-as/?q=zz%00z")
        assert page(client, "/sharing/see-as/?q=" + "x" * 5000)

    @pytest.mark.parametrize("code", ["missing", "a%00b", "'"])
    def test_an_organization_that_is_missing_is_a_missing_page(self, consultant, code) -> None:
        page(signed_in(consultant.user), f"/sharing/see-as/?org={code}", status=404)

    def test_a_blocked_organization_and_a_pause_show_nothing(self, consultant) -> None:
        organization = make_checked_member().membership.organization
        with acting(consultant.user):
            block(consultant, organization=organization, actor=consultant.user)
        client = signed_in(consultant.user)
        assert "They see nothing." in page(client, f"/sharing/see-as/?org={organization.code}")
        client.post("/sharing/pause/", {"pause": "yes"})
        text = page(client, "/sharing/see-as/?audience=5")
        assert "They see nothing." in text
        assert "You are paused" in text

    def test_nobody_previews_another_person(self, consultant) -> None:
        other = make_consultant("Other Person")
        text = page(signed_in(other.user), "/sharing/see-as/?audience=4")
        assert "Some Person" not in text
        for viewer in (make_checked_member(), None):
            with acting(viewer) if viewer else acting_as("anyone"):
                assert card_as_audience(Audience.CHECKED) is None

    def test_every_item_is_in_the_preview(self) -> None:
        consultant = make_consultant(
            "Full Person", audience=Audience.CHECKED, pronouns="ze and zir", introduction="intro",
            expertise=[1], languages=[1], region=1, rate=100, availability=1, photo="photos/x",
            past_work="past", reference="ref", statement="statement", email="x@mail.example",
            phone="+1 555 0100", legal_name="Legal", address="Box 1",
        )  # fmt: skip
        with acting(consultant.user):
            preview = card_as_audience(Audience.CHECKED)
        with acting(make_checked_member()):
            assert preview == card_for(consultant.pk)
        assert preview is not None
        assert len(preview.items) == len(ITEMS)


class TestBlocking:
    def test_an_organization_is_blocked_and_unblocked(self, consultant) -> None:
        member = make_checked_member()
        organization, client = member.membership.organization, signed_in(consultant.user)
        text = page(client, f"/sharing/block/{organization.code}/")
        assert "Signed out, they see what anyone with your link sees." in text
        text = client.post(f"/sharing/block/{organization.code}/", follow=True).content.decode()
        assert organization.name in text
        assert signed_in(member).get(f"/c/{consultant.code}/").status_code == 404
        assert Client().get(f"/c/{consultant.code}/").status_code == 200
        client.post("/sharing/blocked/lift/", {"organization": organization.code})
        assert signed_in(member).get(f"/c/{consultant.code}/").status_code == 200

    def test_one_person_is_blocked_and_found_again_after_they_left(self, consultant) -> None:
        member = make_colleague()
        organization, client = member.membership.organization, signed_in(consultant.user)
        chosen = {"person": member.membership.pk}
        client.post(f"/sharing/block/{organization.code}/", chosen)
        assert signed_in(member).get(f"/c/{consultant.code}/").status_code == 404
        assert "You block this person" in page(client, f"/sharing/block/{organization.code}/")
        name = member.membership.name
        member.membership.delete()
        assert f"{name}, {organization.name}" in page(client, "/sharing/blocked/")
        client.post("/sharing/blocked/lift/", {"person": member.pk})
        assert "You block no single person." in page(client, "/sharing/blocked/")

    @pytest.mark.parametrize("chosen", ["0", "-1", "x", "1" * 30, "1 OR 1=1", "\0"])
    def test_a_person_who_is_not_there_is_a_missing_page(self, consultant, chosen) -> None:
        organization = make_checked_member().membership.organization
        client = signed_in(consultant.user)
        address = f"/sharing/block/{organization.code}/"
        assert nothing_here(client.post(address, {"person": chosen}))
        assert nothing_here(client.post("/sharing/blocked/lift/", {"person": chosen}))
        assert nothing_here(client.post("/sharing/blocked/lift/", {"organization": chosen}))
        with acting(consultant.user):
            assert not PersonBlock.objects.exists()

    def test_a_member_of_another_organization_is_not_blocked_by_this_page(self, consultant) -> None:
        here, elsewhere = make_checked_member(), make_checked_member()
        client = signed_in(consultant.user)
        address = f"/sharing/block/{here.membership.organization.code}/"
        response = client.post(address, {"person": elsewhere.membership.pk})
        assert response.status_code == 404
        with acting(consultant.user):
            assert not PersonBlock.objects.exists()

    def test_the_blocked_are_not_told(self, consultant) -> None:
        member = make_checked_member()
        client = signed_in(member)
        before = masked(client.get("/org/"))
        with acting(consultant.user):
            block_person(consultant, person=member, actor=consultant.user)
        assert masked(client.get("/org/")) == before
        blocked, missing = client.get(f"/c/{consultant.code}/"), client.get("/c/missing/")
        assert masked(blocked) == masked(missing)

    def test_lists_ask_the_same_for_one_and_three(self, consultant, count_queries) -> None:
        client = signed_in(consultant.user)

        def add() -> None:
            member = make_checked_member()
            with acting(consultant.user):
                block(
                    consultant, organization=member.membership.organization, actor=consultant.user
                )
                block_person(consultant, person=member, actor=consultant.user, called="P")

        add()
        client.get("/sharing/blocked/")
        one = count_queries(lambda: client.get("/sharing/blocked/"))
        add()
        add()
        assert count_queries(lambda: client.get("/sharing/blocked/")) == one


class TestPageForAnyone:
    def test_it_shows_what_is_for_anyone_to_everybody_alike(self, consultant) -> None:
        visitors = [Client(), signed_in(make_checked_member()), signed_in(consultant.user)]
        for visitor in visitors:
            text = page(visitor, f"/c/{consultant.code}/")
            assert "Some Person" in text
            assert not [words for words in ("ze and zir", "$90", "Words of mine") if words in text]

    def test_no_search_engine_is_asked_in(self, consultant) -> None:
        response = Client().get(f"/c/{consultant.code}/")
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
        assert "no-store" in response["Cache-Control"]

    def test_hidden_paused_closed_and_missing_are_the_same_page_by_the_same_questions(
        self, consultant, count_queries
    ) -> None:
        hidden, paused, closed = (
            make_consultant("Person", audience=Audience.ANYONE) for _ in "123"
        )
        with as_owner():
            Profile.objects.filter(pk=hidden.pk).update(name_audience=4)
            Consultant.objects.filter(pk=paused.pk).update(paused_at="2026-01-01T00:00Z")
            closed.user.is_active = False
            closed.user.save()
        codes = [hidden.code, paused.code, closed.code, "missing", "x" * 22]
        client = Client()
        client.get("/c/missing/")
        pages = {masked(client.get(f"/c/{code}/")) for code in codes}
        counts = {count_queries(lambda c=code: client.get(f"/c/{c}/")) for code in codes}
        assert len(pages) == len(counts) == 1
        assert client.get("/c/a%00b/").status_code == 404

    def test_the_owner_finds_the_link_once_the_name_is_for_anyone(self, consultant) -> None:
        client = signed_in(consultant.user)
        assert f"/c/{consultant.code}/" in page(client, "/sharing/")
        with as_owner():
            Profile.objects.update(name_audience=4)
        assert f"/c/{consultant.code}/" not in page(client, "/sharing/")

    def test_a_photo_follows_its_own_audience(self, consultant, settings, tmp_path) -> None:
        settings.MEDIA_ROOT = tmp_path
        (tmp_path / "p.jpg").write_bytes(b"\xff\xd8\xff")
        with as_owner():
            Profile.objects.update(photo="p.jpg", photo_audience=4)
        assert Client().get(f"/c/{consultant.code}/photo/").status_code == 404
        with as_owner():
            Profile.objects.update(photo_audience=5)
        response = Client().get(f"/c/{consultant.code}/photo/")
        assert b"".join(response.streaming_content) == b"\xff\xd8\xff"
