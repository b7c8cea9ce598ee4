"""The pages of the terms: reading them, proposing and answering, by both sides alike."""

from typing import Any

import pytest
from django.test import Client

from consultants.items import Audience
from engagements.models import Contract, Offer
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.engagements.work_pages import CONFLICT, FOUND, OK, filled, page
from tests.factories import (
    make_consultant,
    signed_in,
)
from tests.pages import main_of

pytestmark = pytest.mark.django_db
COUNT = "stages-TOTAL_FORMS"


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

    def test_pay_below_the_floor_is_told_at_the_hours(self, client: Client, work: Work) -> None:
        answer = self.send(client, work, hours="37")
        assert "The lowest pay here is $50." in str(answer.context["form"].errors["hours"])
        assert not Offer.objects.exists()

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
        assert (len(form.stages), form.stages[0]["title"].value(), form.errors) == (2, "First", {})
        assert "Error:" not in more.content.decode()

        data = {f.html_name: f.value() for f in form if f.value() is not None}
        data |= {"title_2": "Second", "amount_2": "20", "remove": "1"}
        fewer = client.post(f"/jobs/{work.engagement.code}/terms/change/", data).context["form"]
        [left] = fewer.stages
        assert (left["title"].value(), left["amount"].value()) == ("Second", "20")
        assert not Offer.objects.exists()

    def test_the_switch_of_language_keeps_an_added_stage_and_judges_nothing(
        self, client: Client, work: Work
    ) -> None:
        typed = {"scope": "", "due_on_1": "2020-01-01", "title_2": "Second", COUNT: "2"}
        answer = self.send(client, work, **typed, _language="es")
        text = answer.content.decode()
        stages = answer.context["form"].stages
        assert [stage["title"].value() for stage in stages] == ["Review of a training", "Second"]
        assert 'lang="es"' in text
        assert "field-wrong" not in text
        assert not Offer.objects.exists()

    def test_a_stage_that_was_added_and_left_empty_is_asked_for(
        self, client: Client, work: Work
    ) -> None:
        answer = self.send(client, work, **{COUNT: "2"})
        assert "Fill in: Name of stage 2" in answer.content.decode()
        assert not Offer.objects.exists()

    @pytest.mark.parametrize("odd", ["0", "11", "-1", "many", "99999999", ""])
    def test_an_odd_number_of_stages_is_no_failure(
        self, client: Client, work: Work, odd: str
    ) -> None:
        for pressed in ({COUNT: odd}, {COUNT: odd, "add": "1"}, {"remove": odd}):
            answer = self.send(client, work, **pressed)
            if answer.status_code == FOUND:
                assert len(Offer.objects.get().terms["stages"]) == 1
            else:
                assert 1 <= len(answer.context["form"].stages) <= 10

    def test_no_more_than_ten_stages(self, client: Client, work: Work) -> None:
        form = self.send(client, work, **{COUNT: "10", "add": "1"}).context["form"]
        assert (len(form.stages), form.stages.may_add) == (10, False)

    def test_terms_that_are_closed_are_a_plain_page(self, client: Client, work: Work) -> None:
        work.agree()
        answer = client.get(f"/jobs/{work.engagement.code}/terms/change/")
        assert answer.status_code == CONFLICT
        assert "be changed now. Go back to the work to see why." in main_of(answer)

    def test_stopping_asks_once_then_ends_the_talk(self, client: Client, work: Work) -> None:
        path = f"/jobs/{work.engagement.code}/stop/"
        assert client.get(path).status_code == OK
        assert work.fresh().state == "talking"
        for _twice in range(2):
            assert client.post(path).status_code == FOUND
        assert work.fresh().state == "ended"
        assert "This work has ended" in page(client, work)
