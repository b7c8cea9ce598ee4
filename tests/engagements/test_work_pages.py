"""The pages of the work, for its two sides and for nobody else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from consultants.items import Audience
from engagements.models import Contract, HandIn, Offer, Signature
from safety.files import LARGEST_FILE
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.factories import (
    PASSWORD,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
)

pytestmark = pytest.mark.django_db
OK, FOUND, CONFLICT, MISSING = 200, 302, 409, 404


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def signed_in_again(user: User) -> Client:
    """Return a client whose person has just typed the password."""
    client = signed_in(user)
    assert client.post("/in/again/", {"password": PASSWORD}).status_code == FOUND
    return client


def page(client: Client, work: Work, rest: str = "") -> str:
    answer = client.get(f"/jobs/{work.engagement.code}/{rest}")
    assert answer.status_code == OK, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


class TestWho:
    @pytest.mark.parametrize(
        "rest",
        [
            "",
            "terms/",
            "terms/change/",
            "sign/",
            "contract/",
            "contract/file/",
            "stages/1/",
            "stop/",
        ],
    )
    def test_strangers_find_nothing(self, rest: str) -> None:
        work = Work()
        work.start()
        path = f"/jobs/{work.engagement.code}/{rest}"
        strangers = [make_checked_member(), make_consultant().user, make_administrator()]
        strangers.append(make_member(work.engagement.organization, limited=True, role="viewer"))
        for stranger in strangers:
            assert signed_in(stranger).get(path).status_code == MISSING
        assert Client().get(path).status_code == FOUND

    @pytest.mark.parametrize(
        "rest", ["terms/accept/", "terms/decline/", "sign/decline/", "stages/1/approve/"]
    )
    def test_strangers_do_nothing(self, rest: str) -> None:
        work = Work()
        work.start()
        path = f"/jobs/{work.engagement.code}/{rest}"
        for stranger in (make_checked_member(), make_consultant().user):
            assert signed_in(stranger).post(path).status_code in (MISSING, CONFLICT)
            assert signed_in(stranger).post(path).status_code == MISSING

    def test_odd_addresses_are_missing(self) -> None:
        work = Work()
        work.start()
        client = signed_in(work.person)
        for rest in (
            "stages/9/",
            "stages/99999999999999999999/",
            "stages/1/file/",
            "terms/?version=x",
            "terms/?version=7",
        ):
            assert client.get(f"/jobs/{work.engagement.code}/{rest}").status_code == MISSING

    def test_a_looker_on_sees_but_does_not_act(self) -> None:
        work = Work()
        work.offer(by=work.person)
        client = signed_in(make_member(work.engagement.organization, role="viewer"))
        page(client, work, "terms/")
        assert client.get(f"/jobs/{work.engagement.code}/terms/change/").status_code == MISSING


class TestTerms:
    def test_before_any_version_the_page_says_so(self) -> None:
        work = Work()
        assert "Nothing is agreed yet" in page(signed_in(work.person), work, "terms/")

    def test_every_term_is_readable(self) -> None:
        work = Work()
        work.offer(
            stages=2,
            in_the_room=["police", "press"],
            recording="Sound only",
            mandated_reporting="The nurse",
            support=["childcare"],
            ownership="The public",
            credit="By working name",
            confidentiality="All of it",
            expenses="Train ticket",
            pay_days=9,
            rounds_of_changes=0,
        )
        text = page(signed_in(work.person), work, "terms/")
        for words in (
            "Part 1", "Part 2", "$600.01", "$1,200.03", "Family", "Police, Press", "Sound only",
            "The nurse", "Childcare", "The public", "By working name", "All of it", "Train ticket",
            "At most 9 days", "None included", "72 hours", "Nothing is agreed yet", "Version 1",
        ):  # fmt: skip
            assert words in text, words

    def test_the_two_sides_differ_only_in_the_buttons_of_the_answer(self) -> None:
        work = Work(consultant=make_consultant("Ana Luz", audience=Audience.ANYONE))
        work.offer()
        shown = [self.body(signed_in(who), work) for who in (work.person, work.member)]
        assert shown[0] == shown[1]

    def body(self, client: Client, work: Work) -> str:
        text = page(client, work, "terms/")
        main = text[text.index("<h1") : text.index("</main>")]
        return main[: main.index("Your answer")]

    def test_the_three_answers_look_equal(self) -> None:
        work = Work()
        work.offer()
        text = page(signed_in(work.person), work, "terms/")
        answers = text[text.index("choices-equal") :]
        assert answers.count("button-secondary") == 3
        assert "button-primary" not in answers

    def answer(self, work: Work, offer: Offer, how: str, **changed: Any) -> Any:
        data = {"number": offer.number, "sha256": offer.sha256} | changed
        return signed_in(work.person).post(f"/jobs/{work.engagement.code}/terms/{how}/", data)

    def test_accepting_leads_to_the_contract_also_the_second_time(self) -> None:
        work = Work()
        offer = work.offer()
        for _twice in range(2):
            assert self.answer(work, offer, "accept").url == f"/jobs/{work.engagement.code}/sign/"
        with as_owner():
            assert Contract.objects.count() == 1

    def test_declining_leads_back_to_the_work(self) -> None:
        work = Work()
        offer = work.offer()
        assert self.answer(work, offer, "decline").url == f"/jobs/{work.engagement.code}/"

    @pytest.mark.parametrize(
        "changed",
        [{"number": 2}, {"number": "x"}, {"sha256": "0" * 64}, {"sha256": "x"}, {"number": ""}],
    )
    @pytest.mark.parametrize("how", ["accept", "decline"])
    def test_a_stale_answer_is_a_plain_page_and_stores_nothing(
        self, how: str, changed: dict[str, Any]
    ) -> None:
        work = Work()
        offer = work.offer()
        answer = self.answer(work, offer, how, **changed)

        assert answer.status_code == CONFLICT
        assert "Nothing was changed" in answer.content.decode()
        offer.refresh_from_db()
        assert offer.state == "open"

    def test_an_earlier_version_can_be_read_but_not_answered(self) -> None:
        work = Work()
        work.offer(scope="The first scope")
        work.offer(by=work.person, scope="The second scope")
        text = page(signed_in(work.member), work, "terms/?version=1")
        assert "The first scope" in text
        assert "Accept" not in text
        assert "version=1" in page(signed_in(work.member), work, "terms/")


def filled(client: Client, work: Work, **changed: Any) -> dict[str, Any]:
    """Return what the form's page would send, with changes."""
    answer = client.get(f"/jobs/{work.engagement.code}/terms/change/")
    form = answer.context["form"]
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value is not None:
            data[field.html_name] = (
                field.field.widget.format_value(value) if field.name.startswith("due_on") else value
            )
    return data | changed


class TestProposing:
    @pytest.fixture
    def work(self) -> Work:
        return Work()

    @pytest.fixture
    def client(self, work: Work) -> Client:
        return signed_in(work.person)

    def send(self, client: Client, work: Work, **changed: Any) -> Any:
        return client.post(
            f"/jobs/{work.engagement.code}/terms/change/", filled(client, work, **changed)
        )

    def test_the_first_form_starts_from_the_posting(self, client: Client, work: Work) -> None:
        data = filled(client, work)
        assert (data["title_1"], data["amount_1"]) == ("Review of a training", "1800")
        assert data["scope"].startswith("Read the training")

    def test_sending_stores_the_next_version(self, client: Client, work: Work) -> None:
        answer = self.send(client, work, amount_1="1,250.50", off_limit_topics="Family")
        assert answer.status_code == FOUND, answer.context["form"].errors
        offer = Offer.objects.get()
        assert offer.terms["stages"][0]["amount"] == 125_050
        assert (offer.side, offer.terms["off_limit_topics"]) == ("consultant", "Family")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("scope", ""),
            ("scope", "x" * 3001),
            ("scope", "漢字"),
            ("scope", "nul \x00"),
            ("title_1", ""),
            ("title_1", "x" * 101),
            ("deliverable_1", ""),
            ("due_on_1", ""),
            ("due_on_1", "soon"),
            ("due_on_1", "2020-01-01"),
            ("due_on_1", "9999-01-01"),
            ("amount_1", ""),
            ("amount_1", "0"),
            ("amount_1", "-5"),
            ("amount_1", "many"),
            ("amount_1", "99999999999"),
            ("review_days_1", "0"),
            ("review_days_1", "15"),
            ("pay_days", "31"),
            ("pay_days", "x"),
            ("rounds_of_changes", "11"),
            ("personal_experience", "other"),
            ("in_the_room", ["everybody"]),
            ("cancel_half_days", "3"),
            ("cancel_full_hours", "1"),
            ("seen", "x"),
        ],
    )
    def test_bad_input_is_said_and_nothing_is_lost_or_stored(
        self, client: Client, work: Work, field: str, value: Any
    ) -> None:
        changed: dict[str, Any] = {"expenses": "Kept as typed", field: value}
        if field == "cancel_half_days":
            changed["cancel_full_hours"] = "300"
        answer = self.send(client, work, **changed)
        text = answer.content.decode()

        assert answer.status_code == OK
        assert "<title>Error:" in text
        assert "Kept as typed" in text
        assert not Offer.objects.exists()

    def test_a_version_that_arrived_meanwhile_keeps_what_was_typed(
        self, client: Client, work: Work
    ) -> None:
        data = filled(client, work, expenses="Kept as typed")
        work.offer()
        answer = client.post(f"/jobs/{work.engagement.code}/terms/change/", data)
        assert "A newer version of the terms has arrived" in answer.content.decode()
        assert "Kept as typed" in answer.content.decode()
        assert Offer.objects.count() == 1

    def test_stages_are_added_and_removed_without_losing_anything(
        self, client: Client, work: Work
    ) -> None:
        more = self.send(client, work, add="1", scope="", title_1="First")
        form = more.context["form"]
        assert (form.stage_count, form["title_1"].value(), form.errors) == (2, "First", {})
        assert "Error:" not in more.content.decode()

        data = {f.html_name: f.value() for f in form if f.value() is not None}
        data |= {"title_2": "Second", "amount_2": "20", "remove": "1"}
        fewer = client.post(f"/jobs/{work.engagement.code}/terms/change/", data).context["form"]
        assert (fewer.stage_count, fewer["title_1"].value(), fewer["amount_1"].value()) == (
            1,
            "Second",
            "20",
        )
        assert not Offer.objects.exists()

    @pytest.mark.parametrize("odd", ["0", "11", "-1", "many", "99999999", ""])
    def test_an_odd_number_of_stages_is_no_failure(
        self, client: Client, work: Work, odd: str
    ) -> None:
        assert self.send(client, work, stages=odd).status_code in (OK, FOUND)
        assert self.send(client, work, stages=odd, add="1").status_code in (OK, FOUND)
        assert self.send(client, work, remove=odd).status_code == OK

    def test_no_more_than_ten_stages(self, client: Client, work: Work) -> None:
        form = self.send(client, work, stages="10", add="1").context["form"]
        assert (form.stage_count, form.may_add_stage) == (10, False)

    def test_terms_that_are_closed_are_a_plain_page(self, client: Client, work: Work) -> None:
        work.agree()
        assert client.get(f"/jobs/{work.engagement.code}/terms/change/").status_code == CONFLICT

    def test_stopping_asks_once_then_ends_the_talk(self, client: Client, work: Work) -> None:
        path = f"/jobs/{work.engagement.code}/stop/"
        assert client.get(path).status_code == OK
        assert work.fresh().state == "talking"
        for _twice in range(2):
            assert client.post(path).status_code == FOUND
        assert work.fresh().state == "ended"
        assert "This work has ended" in page(client, work)


class TestSigning:
    def sign(self, client: Client, work: Work, contract: Contract, **changed: Any) -> Any:
        data = {"typed_name": "A. Luz", "sha256": contract.sha256} | changed
        return client.post(f"/jobs/{work.engagement.code}/sign/", data)

    def test_the_name_is_asked_only_after_signing_in_again(self) -> None:
        work = Work()
        contract = work.agree()
        plain = signed_in(work.person)
        assert "typed_name" not in page(plain, work, "sign/")
        assert self.sign(plain, work, contract).url.startswith("/in/again/?next=")
        with as_owner():
            assert not Signature.objects.exists()

        again = signed_in_again(work.person)
        assert "typed_name" in page(again, work, "sign/")
        for _twice in range(2):
            assert self.sign(again, work, contract).url.endswith("/contract/")
        with as_owner():
            assert Signature.objects.count() == 1

    @pytest.mark.parametrize(
        "changed",
        [
            {"typed_name": ""},
            {"typed_name": "x" * 81},
            {"typed_name": " . "},
            {"sha256": ""},
            {"sha256": "x"},
        ],
    )
    def test_bad_input_is_said_and_nothing_is_signed(self, changed: dict[str, str]) -> None:
        work = Work()
        contract = work.agree()
        answer = self.sign(signed_in_again(work.person), work, contract, **changed)
        assert answer.status_code == OK
        assert "<title>Error:" in answer.content.decode()
        assert not Signature.objects.exists()

    def test_another_hash_is_a_plain_page(self) -> None:
        work = Work()
        contract = work.agree()
        answer = self.sign(signed_in_again(work.person), work, contract, sha256="0" * 64)
        assert answer.status_code == CONFLICT
        assert not Signature.objects.exists()

    def test_both_sign_and_the_page_says_who_and_when(self) -> None:
        work = Work()
        contract = work.agree()
        for who in (work.person, work.member):
            client = signed_in_again(who)
            self.sign(client, work, contract, typed_name=f"Name {who.kind}")
        text = page(client, work, "contract/")
        for words in ("Signed by both", "Name consultant", "Name member", contract.sha256[:8]):
            assert words in text

    def test_the_document_is_downloaded_under_a_neutral_name(self) -> None:
        work = Work()
        contract = work.agree()
        answer = signed_in(work.member).get(f"/jobs/{work.engagement.code}/contract/file/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert (
            answer["Content-Disposition"]
            == f'attachment; filename="contract-{contract.code[:8]}.pdf"'
        )
        assert answer.content.startswith(b"%PDF")

    def test_deciding_not_to_sign_needs_no_reason(self) -> None:
        work = Work()
        work.agree()
        client = signed_in(work.person)
        for _twice in range(2):
            assert client.post(f"/jobs/{work.engagement.code}/sign/decline/").status_code == FOUND
        assert "Not signed" in page(client, work, "contract/")

    def test_before_there_is_a_contract_its_pages_say_so(self) -> None:
        work = Work()
        client = signed_in(work.person)
        assert "Not signed yet" in page(client, work, "sign/")
        assert "Not signed yet" in page(client, work, "contract/")
        assert client.get(f"/jobs/{work.engagement.code}/contract/file/").status_code == MISSING

    def test_both_read_the_names_that_stand_in_the_document(self) -> None:
        work = Work(consultant=make_consultant("Ana Luz", audience=Audience.ONLY_ME))
        work.agree()
        for who in (work.person, work.member):
            assert "Ana Luz" in page(signed_in(who), work, "sign/")

    def test_the_page_says_when_the_document_is_in_another_language(self) -> None:
        work = Work(language="es")
        work.agree()
        assert "is written in Spanish" in page(signed_in(work.person), work, "sign/")

    def test_who_may_not_sign_is_told_who_can(self) -> None:
        work = Work()
        work.agree()
        looker = make_member(work.engagement.organization, role="viewer")
        assert "An owner or coordinator" in page(signed_in(looker), work, "sign/")


class TestStages:
    @pytest.fixture
    def work(self) -> Work:
        work = Work()
        work.start()
        return work

    def hand_in(self, work: Work, **data: Any) -> Any:
        usual = {"note": "Here it is."}
        return signed_in(work.person).post(f"/jobs/{work.engagement.code}/stages/1/", usual | data)

    def test_nobody_starts_before_the_money_is_in(self, work: Work) -> None:
        client = signed_in(work.person)
        assert "Do not start yet" in page(client, work, "stages/1/")
        assert "Do not start yet. The money is not in." in page(client, work)
        assert self.hand_in(work).status_code == CONFLICT

    def test_handing_in_and_approving_each_work_twice(self, work: Work) -> None:
        work.fund()
        for _twice in range(2):
            assert self.hand_in(work).url == f"/jobs/{work.engagement.code}/stages/1/"
        assert HandIn.objects.count() == 1
        assert "If they do not answer by" in page(signed_in(work.person), work, "stages/1/")
        organization = signed_in(work.member)
        assert "Approve this stage" in page(organization, work, "stages/1/")
        for _twice in range(2):
            assert (
                organization.post(f"/jobs/{work.engagement.code}/stages/1/approve/").status_code
                == FOUND
            )
        assert "Approve this stage" not in page(organization, work, "stages/1/")
        assert "The work is done" in page(organization, work)

    def test_a_file_goes_to_the_two_sides_under_a_neutral_name(self, work: Work) -> None:
        work.fund()
        self.hand_in(work, file=SimpleUploadedFile("secret name.txt", b"Some words"))
        path = f"/jobs/{work.engagement.code}/stages/1/file/"
        for who in (work.person, work.member):
            answer = signed_in(who).get(path)
            assert b"".join(answer.streaming_content) == b"Some words"
            assert answer["Content-Disposition"] == 'attachment; filename="stage-1.txt"'
            assert answer["X-Content-Type-Options"] == "nosniff"
        assert signed_in(make_checked_member()).get(path).status_code == MISSING

    @pytest.mark.parametrize(
        "data",
        [
            {"note": ""},
            {"note": "x" * 3001},
            {"file": SimpleUploadedFile("a.pdf", b"")},
            {"file": SimpleUploadedFile("a.pdf", b"MZ\x00\x01")},
            {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * LARGEST_FILE + b"%%EOF")},
        ],
    )
    def test_bad_input_is_said_at_its_field_and_nothing_is_stored(
        self, work: Work, data: dict[str, Any]
    ) -> None:
        work.fund()
        answer = self.hand_in(work, **data)
        assert answer.status_code == OK
        assert "<title>Error:" in answer.content.decode()
        assert not HandIn.objects.exists()

    def test_the_organization_hands_nothing_in(self, work: Work) -> None:
        work.fund()
        answer = signed_in(work.member).post(
            f"/jobs/{work.engagement.code}/stages/1/", {"note": "x"}
        )
        assert answer.status_code == OK
        assert not HandIn.objects.exists()

    def test_the_consultant_does_not_approve(self, work: Work) -> None:
        work.fund()
        work.hand_in()
        answer = signed_in(work.person).post(f"/jobs/{work.engagement.code}/stages/1/approve/")
        assert answer.status_code == MISSING

    def test_approving_before_it_is_handed_in_is_a_plain_page(self, work: Work) -> None:
        answer = signed_in(work.member).post(f"/jobs/{work.engagement.code}/stages/1/approve/")
        assert answer.status_code == CONFLICT


def test_a_member_without_the_power_is_told_that_somebody_else_has_it() -> None:
    work = Work()
    looker = make_member(work.engagement.organization, role="viewer")
    finance = make_member(work.engagement.organization, role="finance")
    assert "Somebody else in your team" in page(signed_in(looker), work)
    assert "Somebody else in your team" in page(signed_in(finance), work)
    work.start()
    assert "Pay in" in page(signed_in(finance), work)
    assert "Somebody else in your team" in page(signed_in(looker), work)


class TestList:
    def test_it_is_sorted_by_who_acts_next(self) -> None:
        member = make_checked_member()
        waiting, yours = Work(member=member), Work(member=member)
        waiting.offer()
        text = signed_in(member).get("/jobs/").content.decode()
        assert text.index("Your turn") < text.index(yours.engagement.code)
        assert text.index(yours.engagement.code) < text.index("Waiting for the other side")
        assert text.index("Waiting for the other side") < text.index(waiting.engagement.code)

    def test_it_says_when_there_is_no_work(self) -> None:
        for who in (make_consultant().user, make_checked_member()):
            assert "No work yet." in signed_in(who).get("/jobs/").content.decode()

    def test_a_working_name_that_is_hidden_stays_hidden(self) -> None:
        work = Work(consultant=make_consultant("Ana Luz", audience=Audience.ONLY_ME))
        work.start()
        client = signed_in(work.member)
        for rest in ("", "terms/", "stages/1/"):
            assert "Ana Luz" not in page(client, work, rest)
        assert "Ana Luz" not in client.get("/jobs/").content.decode()

    @pytest.mark.parametrize("who", ["person", "member"])
    def test_its_queries_do_not_grow_with_the_list(
        self, who: str, count_queries: Callable[[Callable[[], Any]], int]
    ) -> None:
        consultant, member = make_consultant("Ana", audience=Audience.ANYONE), make_checked_member()
        self.several(consultant, member)
        client = signed_in(getattr(Work(consultant=consultant, member=member), who))
        client.get("/jobs/")
        few = count_queries(lambda: client.get("/jobs/"))
        self.several(consultant, member)
        assert count_queries(lambda: client.get("/jobs/")) == few

    def several(self, consultant: Any, member: User) -> None:
        for step in ("offer", "agree", "start"):
            getattr(Work(consultant=consultant, member=member), step)()

    def test_an_odd_page_number_shows_a_page(self) -> None:
        work = Work()
        for odd in ("0", "x", "999"):
            assert signed_in(work.person).get(f"/jobs/?page={odd}").status_code == OK


def test_titles_say_nothing_about_the_work() -> None:
    work = Work()
    work.start()
    client = signed_in(work.person)
    for rest in ("", "terms/", "contract/", "stages/1/"):
        title = re.search(r"<title>(.*?)</title>", page(client, work, rest))
        assert title is not None
        assert title[1].strip() in {"Work", "Terms", "Contract", "Stage"}


def test_the_workspace_says_who_acts_next_by_when_and_what_happens_otherwise() -> None:
    work = Work()
    work.offer()
    text = page(signed_in(work.member), work)
    assert "Waiting for Ana Luz to answer version 1 of the terms." in text
    assert "Nothing else happens." in text
    assert "Your turn" in page(signed_in(work.person), work)
    assert str(timezone.localdate().year) in text
