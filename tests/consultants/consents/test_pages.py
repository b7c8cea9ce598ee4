"""The pages of permissions, as each side uses them: words, two tabs, bad input, foreign rows."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from consultants.blocks.services import block
from consultants.consent_log import words_of
from consultants.consents.services import stop
from consultants.items import mask_of
from consultants.models import (
    Consent,
    ConsentEvent,
    ConsentRequest,
    ConsentStep,
    Consultant,
    Takedown,
)
from consultants.people_codes import code_for
from consultants.profile.services import pause
from organizations.models import Organization
from tests.conftest import as_owner
from tests.consultants.consents.asking import allow, ask, refuse, report, shown, standing
from tests.consultants.profile.test_pages import sign_in, without_own_address
from tests.factories import acting, make_checked_member, make_consultant
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def typed(**changed: Any) -> dict[str, Any]:
    """A whole form of asking or giving."""
    fields: dict[str, Any] = {
        "items": ["rate"],
        "purpose": "other",
        "purpose_text": "A first talk",
        "recipients": "",
        "channel": "here",
        "until": (TODAY() + timedelta(days=30)).isoformat(),
        "output": "",
        "uses_allowed": "",
    }
    return fields | changed


def ask_page(person: Consultant, member: User) -> str:
    return f"/org/people/{code_for(member.membership.organization_id, person.pk)}/ask/"


class TestAsking:
    def test_from_the_persons_page_to_the_list(self, client: Client, person, member) -> None:
        sign_in(client, member)
        page = client.get(ask_page(person, member).removesuffix("ask/")).content.decode()
        assert "Ask for a permission" in page
        response = client.post(ask_page(person, member), typed(), follow=True)
        listed = response.content.decode()
        assert "Asked. No answer means no." in listed
        assert "Rate for an hour" in listed
        assert "No answer yet" in listed
        again = client.get(ask_page(person, member)).content.decode()
        assert "You asked this person already." in again
        assert 'name="purpose_text"' not in again

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"items": []}, "Choose at least one thing."),
            ({"items": ["shoe_size"]}, "shoe_size is not one of the available choices"),
            ({"purpose": ""}, "Choose an answer: What for"),
            ({"purpose_text": ""}, "Fill in: What for, in plain words"),
            ({"purpose_text": "x" * 10_000}, "at most 500 characters"),
            ({"recipients": "x" * 301}, "at most 300 characters"),
            ({"until": ""}, "Until"),
            ({"until": "soon"}, "Enter a valid date"),
            ({"until": "2020-01-01"}, "Choose an end that is still to come."),
            ({"until": "2099-01-01"}, "a permission lasts three years at most"),
            ({"output": "A report"}, "Choose what may be used"),
            ({"uses": ["2"]}, "Name the output it is for"),
            ({"uses": ["2"], "output": "A report"}, "Say how many times"),
            ({"uses": ["2"], "output": "A report", "uses_allowed": "0"}, "Enter 1 or more."),
            (
                {"uses": ["2"], "output": "A report", "uses_allowed": "1"},
                "Say where it may appear.",
            ),
            ({"uses": ["3"]}, "3 is not one of the available choices"),
            ({"channel": "telegraph"}, "telegraph is not one of the available choices"),
        ],
        ids=str,
    )  # fmt: skip
    def test_bad_input_is_told_at_the_field_and_keeps_the_rest(
        self, client: Client, person, member, changed, message: str
    ) -> None:
        sign_in(client, member)
        response = client.post(
            ask_page(person, member), typed(purpose_text="Words to keep") | changed
        )
        page = response.content.decode()
        assert message in page
        assert page.index("<title>") < page.index("Error:") < page.index("</title>")
        if "purpose_text" not in changed:
            assert "Words to keep" in page
        with as_owner():
            assert not ConsentRequest.objects.exists()

    def test_markup_in_a_purpose_is_only_text(self, client: Client, person, member) -> None:
        request = ask(person, member, purpose_text="<script>alert(1)</script>")
        sign_in(client, person.user)
        page = client.get(f"/permissions/asked/{request.code}/").content.decode()
        assert "&lt;script&gt;alert(1)" in page

    def test_a_hidden_person_and_a_made_up_code_are_the_same_missing_page(
        self, client: Client, member
    ) -> None:
        hidden = make_consultant("Hidden Person")
        sign_in(client, member)
        one = client.get(ask_page(hidden, member))
        other = client.get("/org/people/AAAAAAAAAAAAAAAAAAAAAA/ask/")
        assert one.status_code == other.status_code == 404
        assert without_own_address(one) == without_own_address(other)

    def test_asking_again_says_so_and_keeps_the_page(self, client: Client, person, member) -> None:
        ask(person, member)
        sign_in(client, member)
        response = client.post(ask_page(person, member), typed(), follow=True)
        assert "You asked this person already." in response.content.decode()
        assert standing(member) == ["waiting"]


def ask_again_by_another(person: Consultant) -> ConsentRequest:
    return ask(person, make_checked_member())


class TestAnswering:
    def test_the_request_is_quoted_whole_with_three_equal_answers(
        self, client: Client, person, member
    ) -> None:
        request = ask(person, member, recipients="A funder")
        sign_in(client, person.user)
        assert "Answer what you are asked" in client.get("/home/").content.decode()
        page = client.get(f"/permissions/asked/{request.code}/").content.decode()
        for words in ("$90", "they", "A first talk", "A funder", "nothing else changes"):
            assert words in page
        block = page[page.index('class="choices-equal"') : page.index("</main>")]
        assert block.count("button-secondary") == 3
        assert "button-primary" not in block

    def test_allowing_needs_the_password_and_loses_nothing(
        self, client: Client, person, member
    ) -> None:
        request = ask(person, member)
        sign_in(client, person.user)
        path = f"/permissions/asked/{request.code}/part/"
        until = (TODAY() + timedelta(days=5)).isoformat()
        response = client.post(path, {"items": ["rate"], "until": until})
        assert response.status_code == 302
        assert (
            response["Location"] == f"/in/again/?next={quote(path, safe='')}"
        )  # nothing typed in it
        assert shown(person, member) == {"name"}
        page = client.get(path).content.decode()
        assert f'value="{until}"' in page
        assert "checked" in page
        sign_in(client, person.user, by_password=True)
        page = client.post(path, {"items": ["rate"], "until": until}).content.decode()
        assert "Read it once more" in page
        assert shown(person, member) == {"name"}
        client.post(path, {"items": ["rate"], "until": until, "sure": "yes"})
        assert shown(person, member) == {"name", "rate"}

    def test_allow_all(self, client: Client, person, member) -> None:
        request = ask(person, member)
        sign_in(client, person.user, by_password=True)
        path = f"/permissions/asked/{request.code}/allow/"
        assert "Working name, " in client.get(path).content.decode()
        assert "Allow all of this?" in client.get(path).content.decode()
        response = client.post(path, follow=True)
        assert "Allowed. You can stop it at any time." in response.content.decode()
        assert shown(person, member) == {"name", "pronouns", "rate"}
        assert client.get(path, follow=True).content.decode().count("You answered on") == 1

    def test_who_is_blocked_waits_in_vain_and_the_pages_say_so(
        self, client: Client, person, member
    ) -> None:
        request = ask(person, member)
        given = allow(ask_again_by_another(person))
        sign_in(client, person.user)
        said = "You block this organization."
        for row in (request, given):
            with acting(person.user):
                block(person, organization=row.organization, actor=person.user)
        assert (
            f"/permissions/asked/{request.code}/"
            not in client.get("/permissions/").content.decode()
        )
        assert "Answer what you are asked" not in client.get("/home/").content.decode()
        assert said in client.get(f"/permissions/asked/{request.code}/").content.decode()
        assert said in client.get(f"/permissions/{given.code}/").content.decode()

    def test_a_no_takes_no_text_and_no_password(self, client: Client, person, member) -> None:
        request = ask(person, member)
        sign_in(client, person.user)
        response = client.post(f"/permissions/asked/{request.code}/no/", follow=True)
        assert "Nothing else changes, and nobody asks why." in response.content.decode()
        assert standing(member) == ["waiting"]

    def test_two_tabs_the_later_answer_is_told(self, client: Client, person, member) -> None:
        request = ask(person, member)
        refuse(request)
        sign_in(client, person.user, by_password=True)
        response = client.post(f"/permissions/asked/{request.code}/allow/")
        assert "can&#x27;t be answered any more" in response.content.decode()
        assert shown(person, member) == {"name"}

    def test_part_of_more_than_was_asked_is_refused(self, client: Client, person, member) -> None:
        request = ask(person, member)
        sign_in(client, person.user, by_password=True)
        path = f"/permissions/asked/{request.code}/part/"
        late = (TODAY() + timedelta(days=200)).isoformat()
        page = client.post(path, {"items": ["rate"], "until": late}).content.decode()
        assert "They asked for less time." in page
        page = client.post(path, {"items": ["email"], "until": TODAY()}).content.decode()
        assert "email is not one of the available choices" in page
        page = client.post(path, {"items": [], "until": TODAY()}).content.decode()
        assert "Choose at least one thing." in page

    @pytest.mark.parametrize("end", ["", "allow/", "part/", "no/"])
    def test_other_peoples_requests_are_missing(
        self, client: Client, person, member, end: str
    ) -> None:
        request = ask(person, member)
        sign_in(client, make_consultant("Other Person").user, by_password=True)
        method = client.post if end == "no/" else client.get
        found = method(f"/permissions/asked/{request.code}/{end}")
        missing = method(f"/permissions/asked/AAAAAAAAAAAAAAAAAAAAAA/{end}")
        assert found.status_code == missing.status_code == 404
        assert without_own_address(found) == without_own_address(missing)


class TestPermissions:
    def test_stopping_is_three_clicks_from_home_and_holds_at_once(
        self, client: Client, person, member
    ) -> None:
        given = allow(ask(person, member))
        sign_in(client, person.user)
        assert 'href="/permissions/"' in client.get("/home/").content.decode()
        assert f"/permissions/{given.code}/" in client.get("/permissions/").content.decode()
        page = client.get(f"/permissions/{given.code}/").content.decode()
        assert f'action="/permissions/{given.code}/stop/"' in page
        after = client.post(f"/permissions/{given.code}/stop/", follow=True).content.decode()
        assert "Stopped. It holds from now on." in after
        assert "We asked them to delete what they kept" in after
        assert shown(person, member) == {"name"}

    def test_changing_less_needs_no_password_but_longer_does(
        self, client: Client, person, member
    ) -> None:
        given = allow(ask(person, member))
        sign_in(client, person.user)
        path = f"/permissions/{given.code}/change/"
        same_day = timezone.localdate(given.valid_until).isoformat()
        assert client.post(path, {"items": ["rate"], "until": same_day})["Location"] == (
            f"/permissions/{given.code}/"
        )
        assert shown(person, member) == {"name", "rate"}
        client.post(path, {"items": ["rate"], "until": (TODAY() + timedelta(days=3)).isoformat()})
        late = (TODAY() + timedelta(days=300)).isoformat()
        response = client.post(path, {"items": ["rate"], "until": late})
        assert response["Location"].startswith("/in/again/")
        sign_in(client, person.user, by_password=True)
        page = client.post(path, {"items": ["rate"], "until": late}).content.decode()
        assert "Read it once more" in page
        with acting(person.user):
            assert Consent.objects.get().valid_until < timezone.now() + timedelta(days=4)
        client.post(path, {"items": ["rate"], "until": late, "sure": "yes"})
        with acting(person.user):
            assert Consent.objects.get().valid_until > timezone.now() + timedelta(days=299)

    def test_what_gives_only_the_name_can_change_its_end(
        self, client: Client, person, member
    ) -> None:
        """An interest that shows nothing else leaves such a permission: nothing is there to tick."""
        given = allow(ask(person, member))
        with as_owner():
            Consent.objects.filter(pk=given.pk).update(items=mask_of(frozenset({"name"})))
        sign_in(client, person.user)
        path = f"/permissions/{given.code}/change/"
        assert "Enter a valid date." in client.post(path, {"until": "x"}).content.decode()
        sooner = TODAY() + timedelta(days=3)
        assert client.post(path, {"until": sooner.isoformat()}).status_code == 302
        with acting(person.user):
            changed = Consent.objects.get()
        assert timezone.localdate(changed.valid_until) == sooner
        assert changed.item_names == ("name",)

    def test_given_without_a_request(self, client: Client, person, member) -> None:
        organization = Organization.objects.get(pk=member.membership.organization_id)
        sign_in(client, person.user, by_password=True)
        found = client.get("/permissions/give/", {"q": organization.name}).content.decode()
        assert f"/permissions/give/{organization.code}/" in found
        path = f"/permissions/give/{organization.code}/"
        response = client.post(path, typed() | {"sure": "yes"}, follow=True)
        assert "Given. You can stop it at any time." in response.content.decode()
        assert shown(person, member) == {"name", "rate"}

    def test_what_is_given_is_read_first_in_the_words_of_the_receipt(
        self, client: Client, person, member
    ) -> None:
        organization = Organization.objects.get(pk=member.membership.organization_id)
        sign_in(client, person.user, by_password=True)
        path = f"/permissions/give/{organization.code}/"
        page = client.post(path, typed() | {"purpose_text": "<b>For a talk</b>"})
        assert "Nothing has changed yet." in page.content.decode()
        assert "&lt;b&gt;For a talk&lt;/b&gt;" in page.content.decode()
        assert shown(person, member) == {"name"}
        shown_rows = [str(row) for row in page.context["rows"]]
        form = client.post(path, dict(page.context["typed"]) | {"again": "yes"}).context["form"]
        assert form["purpose_text"].value() == "<b>For a talk</b>"
        assert shown(person, member) == {"name"}
        client.post(path, dict(page.context["typed"]) | {"sure": "yes"})
        assert shown(person, member) == {"name", "rate"}
        with acting(person.user):
            event = ConsentEvent.objects.get(name=ConsentStep.GIVEN)
            words = words_of(event, user=person.user)
        assert words == "\n".join(shown_rows)

    @pytest.mark.parametrize("words", ["", "zzzz", "\0", "%", "x" * 500])
    def test_odd_searches_find_nobody(self, client: Client, person, member, words: str) -> None:
        sign_in(client, person.user)
        page = client.get("/permissions/give/", {"q": words}).content.decode()
        assert 'class="task-title"' not in page

    def test_an_unchecked_organization_can_not_be_given_anything(
        self, client: Client, person, member
    ) -> None:
        with as_owner():
            Organization.objects.update(checked_until=None)
        organization = Organization.objects.get()
        sign_in(client, person.user, by_password=True)
        path = f"/permissions/give/{organization.code}/"
        assert nothing_here(client.get(path))

    def test_the_list_asks_as_often_for_three_as_for_one(self, client: Client, person) -> None:
        sign_in(client, person.user)

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get("/permissions/")
            return len(queries)

        allow(ask(person, make_checked_member()))
        ask(person, make_checked_member())
        client.get("/permissions/")
        one = count()
        for _ in range(2):
            allow(ask(person, make_checked_member()))
            ask(person, make_checked_member())
        assert count() == one


class TestTheOrganization:
    def test_it_writes_down_a_use_and_is_told_when_it_was_the_last(
        self, client: Client, person, member
    ) -> None:
        given = allow(ask(person, member, **report(uses_allowed=1)))
        sign_in(client, member)
        path = f"/org/permissions/{given.code}/use/"
        tomorrow = (TODAY() + timedelta(days=1)).isoformat()
        page = client.post(path, {"used_on": tomorrow, "where": "Page 4"}).content.decode()
        assert "Choose today or a day before." in page
        page = client.post(path, {"used_on": TODAY(), "where": "Page 4"}, follow=True)
        assert "Page 4" in page.content.decode()
        assert "as often as allowed" in page.content.decode()
        late = client.post(path, {"used_on": TODAY(), "where": "Page 5"})
        assert "as often as allowed" in late.content.decode()

    def test_it_answers_for_what_it_kept(self, client: Client, person, member) -> None:
        given = allow(ask(person, member))
        with acting(person.user):
            stop(given, actor=person.user)
        sign_in(client, member)
        assert "Delete what you kept" in client.get("/org/").content.decode()
        path = f"/org/permissions/{given.code}/delete/"
        assert 'name="number" value="1"' in client.get(path).content.decode()
        page = client.post(path, {"answer": "must_keep", "number": "1"}).content.decode()
        assert "Say which law makes you keep it" in page
        kept = {"answer": "must_keep", "note": "An invented law, one year", "number": "1"}
        client.post(path, kept)
        client.post(path, {"answer": "deleted", "number": "1"})
        with as_owner():
            assert Takedown.objects.get().note == "An invented law, one year"
        sign_in(client, person.user)
        page = client.get(f"/permissions/{given.code}/").content.decode()
        assert "An invented law, one year" in page

    def test_a_request_can_be_taken_back(self, client: Client, person, member) -> None:
        request = ask(person, member)
        sign_in(client, member)
        page = client.post(f"/org/permissions/{request.code}/back/", follow=True).content.decode()
        assert "Taken back" in page
        assert standing(member) == ["withdrawn"]

    def test_another_organization_finds_nothing(self, client: Client, person, member) -> None:
        given = allow(ask(person, member, **report()))
        sign_in(client, make_checked_member())
        for end in ("use/", "delete/"):
            assert client.get(f"/org/permissions/{given.code}/{end}").status_code == 404
        assert client.post(f"/org/permissions/{given.request.code}/back/").status_code == 404
        assert "Asked Person" not in client.get("/org/permissions/").content.decode()

    def test_items_of_somebody_who_paused_leave_the_list(
        self, client: Client, person, member
    ) -> None:
        allow(ask(person, member))
        sign_in(client, member)
        assert "Permitted to you" in (page := client.get("/org/permissions/").content.decode())
        assert "Asked Person" in page
        with acting(person.user):
            pause(person, actor=person.user)
        page = client.get("/org/permissions/").content.decode()
        assert "Nothing is permitted to you now." in page
        assert "Asked Person" not in page

    def test_the_list_asks_as_often_for_three_as_for_one(self, client: Client, member) -> None:
        def add() -> None:
            allow(ask(make_consultant("Somebody", audience=4, rate=9_000), member))

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get("/org/permissions/")
            return len(queries)

        add()
        sign_in(client, member)
        client.get("/org/permissions/")
        one = count()
        add()
        add()
        assert count() == one


@pytest.mark.django_db(transaction=True)  # the database's clock stands still within one transaction
def test_a_consent_says_what_was_seen_under_it(client: Client, person, member) -> None:
    given = allow(ask(person, member))
    sign_in(client, person.user)
    path = f"/permissions/{given.code}/"
    assert "They have seen none of it." in client.get(path).content.decode()
    other = Client()
    sign_in(other, member)
    other.get(ask_page(person, member).removesuffix("ask/"))
    page = client.get(path).content.decode()
    assert "They have seen none of it." not in page
    assert "Working name, Pronouns, Rate for an hour" in page.partition("What they saw")[2]


def test_narrowing_says_who_saw_it_before(client: Client, person, member) -> None:
    allow(ask(person, member))
    other = Client()
    sign_in(other, member)
    other.get(ask_page(person, member).removesuffix("ask/"))
    sign_in(client, person.user)
    page = client.post("/sharing/rate/", {"audience": "0"}, follow=True).content.decode()
    assert "Only you can see this now. 1 organization saw it before." in page
