"""Receipts: each event with its proof, for its owner alone; the file is what the standard asks for."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from jsonschema import Draft202012Validator, ValidationError
from pypdf import PdfReader

from consultants import receipts
from consultants.blocks.services import block, block_person
from consultants.consent_log import record
from consultants.consent_log_verification import hash_of
from consultants.consent_scope import Channel, Scope, Use
from consultants.consents import requests
from consultants.consents.services import give, narrow, stop
from consultants.items import Audience
from consultants.models import (
    Consent,
    ConsentEvent,
    ConsentRequest,
    ConsentStep,
    Consultant,
    MayInvite,
)
from consultants.people_codes import consultant_id_from
from consultants.profile.services import change_audience, change_may_invite, pause, unpause
from consultants.receipts.document import STATES, as_data
from consultants.receipts.queries import receipt_of
from security.models import PersonKey
from tests.conftest import as_owner
from tests.consultants.test_consent_log_verification import EVENT, tamper
from tests.factories import acting, make_checked_member, make_consultant
from tests.pages import nothing_here

pytestmark = pytest.mark.django_db

SCHEMA = Draft202012Validator(
    json.loads((Path(receipts.__file__).parent / "schema.json").read_text()),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
PURPOSE = "A talk <b>in</b> May & June"
SCOPE = Scope(
    items=frozenset({"rate", "email"}), purpose="work", purpose_text=PURPOSE, recipients="Our funder",
    uses=frozenset({Use.PHOTO, Use.VOICE}), channel=Channel.FILM, output="Film 2027", uses_allowed=2,
)  # fmt: skip


@pytest.fixture
def consultant() -> Consultant:
    return make_consultant("Río de Papel", audience=Audience.CHECKED)


@pytest.fixture
def given(consultant: Consultant, member: Any) -> Consent:
    with acting(consultant.user):
        organization = member.membership.organization
        return give(consultant, organization=organization, scope=SCOPE, actor=consultant.user)


@pytest.fixture
def signed_in(client: Client, consultant: Consultant) -> Client:
    client.force_login(consultant.user)
    return client


def events(consultant: Consultant) -> list[ConsentEvent]:
    with acting(consultant.user):
        return list(ConsentEvent.objects.order_by("number"))


def last(consultant: Consultant) -> ConsentEvent:
    return events(consultant)[-1]


def data_of(consultant: Consultant, event: ConsentEvent) -> dict[str, Any]:
    """Return the receipt as a program reads it from the file."""
    with acting(consultant.user):
        data = json.loads(json.dumps(as_data(receipt_of(event, user=consultant.user))))
    SCHEMA.validate(data)
    return dict(data)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheFile:
    def test_it_holds_what_the_standard_asks_for(self, consultant, given, member) -> None:
        event = last(consultant)
        data, organization = data_of(consultant, event), given.organization
        (purpose,) = data["pii_processing"]["purposes"]
        assert (data["record_id"], data["receipt_id"]) == (given.code, event.hash)
        assert PURPOSE in data["pii_processing"]["privacy_notice"]["text"]
        assert data["pii_processing"]["language"] == "en"
        assert purpose["purpose_type"] == "dpv:FulfilmentOfContractualObligation"
        assert [(one["pii_type"], one["pii_attribute_id"]) for one in purpose["pii_information"]] == [
            ("pd:Name", "item:name"), ("dpv:PersonalData", "item:rate"),
            ("pd:EmailAddress", "item:email"), ("dpv:PersonalData", "use:voice"),
            ("pd:Picture", "use:photo"),
        ]  # fmt: skip
        assert purpose["recipient_third_parties"] == [organization.name]
        assert purpose["pii_controllers"] == [f"organization:{organization.code}"]
        ends = given.valid_until.isoformat(timespec="microseconds")
        (what,) = data["events"]
        assert what["event_state"] == "dpv:ConsentGiven"
        assert what["validity_duration"].split("/")[1] == ends
        assert what["entity_id"] == data["pii_principal_id"]
        assert [one["party_name"] for one in data["party_identification"]][2] == organization.name

    def test_the_person_in_it_is_a_code_that_two_organizations_can_not_join(
        self, consultant, given, member
    ) -> None:
        other = make_checked_member().membership.organization
        with acting(consultant.user):
            block(consultant, organization=other, actor=consultant.user)
            pause(consultant, actor=consultant.user)
        *_before, at_first, at_second, at_none = events(consultant)
        codes = [
            data_of(consultant, one)["pii_principal_id"] for one in (at_first, at_second, at_none)
        ]
        assert len(set(codes)) == 3
        ids = (given.organization_id, other.pk, 0)
        people = [
            consultant_id_from(code, organization_id=pk)
            for code, pk in zip(codes, ids, strict=True)
        ]
        assert people == [consultant.pk] * 3
        everything = json.dumps(data_of(consultant, at_first), ensure_ascii=False)
        for private in (consultant.user.username, consultant.code, "Río de Papel"):
            assert private not in everything

    def test_it_speaks_the_language_in_which_the_words_were_shown(self, consultant) -> None:
        with acting(consultant.user), translation.override("es"):
            pause(consultant, actor=consultant.user)
        data = data_of(consultant, last(consultant))
        assert data["pii_processing"]["language"] == "es"
        assert data["pii_processing"]["purposes"][0]["purpose"] == "Todo en pausa"

    def test_its_proof_is_the_chain(self, consultant, given) -> None:
        before, event = events(consultant)[-2:]
        proof = data_of(consultant, event)["proof"]
        assert proof == {
            "algorithm": "SHA-256", "hash": hash_of(event), "previous_hash": before.hash,
        }  # fmt: skip

    def test_receipts_of_one_consent_hang_together(self, consultant, given) -> None:
        until = given.valid_until + timedelta(days=3)
        with acting(consultant.user):
            pause(consultant, actor=consultant.user)
            narrow(
                given,
                items=frozenset({"rate"}),
                uses=frozenset(),
                until=until,
                actor=consultant.user,
            )
            stop(given, actor=consultant.user)
        mine = [one for one in events(consultant) if one.consent_id == given.pk]
        data = data_of(consultant, mine[-1])
        assert [one.name for one in mine] == [
            "given", "extended", "deletion_asked", "stopped", "deletion_asked",
        ]  # fmt: skip
        assert data["earlier_receipts"] == [one.hash for one in reversed(mine[:-1])]
        assert {data_of(consultant, one)["record_id"] for one in mine} == {given.code}

    def test_a_question_and_its_answer_hang_together(self, consultant, member) -> None:
        with acting(member):
            sent = requests.ask(
                consultant, organization=member.membership.organization, scope=SCOPE, actor=member
            )
        question = data_of(consultant, last(consultant))
        with acting(consultant.user):
            request = ConsentRequest.objects.get(pk=sent.pk)
            requests.do_not_allow(request, actor=consultant.user)
        answer = data_of(consultant, last(consultant))
        assert (question["events"][0]["event_state"], answer["events"][0]["event_state"]) == (
            "dpv:ConsentRequested", "dpv:ConsentRefused",
        )  # fmt: skip
        assert question["events"][0]["entity_id"].startswith("organization:")
        assert question["record_id"] == answer["record_id"] == request.code
        assert answer["earlier_receipts"] == [question["receipt_id"]]

    def test_a_yes_is_a_yes(self, consultant, member) -> None:
        with acting(member):
            sent = requests.ask(
                consultant, organization=member.membership.organization, scope=SCOPE, actor=member
            )
        with acting(consultant.user):
            request = ConsentRequest.objects.get(pk=sent.pk)
            allowed = requests.allow(
                request, items=frozenset(), uses=frozenset(request.use_list), until=request.until,
                actor=consultant.user,
            )  # fmt: skip
        answer = data_of(consultant, last(consultant))
        assert answer["events"][0]["event_state"] == "dpv:ConsentGiven"
        assert answer["record_id"] == allowed.code
        assert len(answer["earlier_receipts"]) == 2  # the question, and the giving

    def test_every_step_has_a_valid_receipt(self, consultant, given, member) -> None:
        user = consultant.user
        with acting(user):
            block_person(consultant, person=member, actor=user)
            pause(consultant, actor=user)
            unpause(consultant, actor=user)
            change_may_invite(consultant, may_invite=MayInvite.PICKED, actor=user)
            change_may_invite(consultant, may_invite=MayInvite.NOBODY, actor=user)
            change_audience(consultant.profile, "rate", audience=Audience.ANYONE, actor=user)
            change_audience(consultant.profile, "rate", audience=Audience.ONLY_ME, actor=user)
        states = [
            data_of(consultant, one)["events"][0]["event_state"] for one in events(consultant)
        ]
        assert states[-7:] == [
            "dpv:ConsentWithdrawn", "dpv:ConsentStatusInvalidForProcessing",
            "dpv:ConsentStatusValidForProcessing", "dpv:ConsentGiven", "dpv:ConsentWithdrawn",
            "dpv:ConsentGiven", "dpv:ConsentWithdrawn",
        ]  # fmt: skip
        wide = data_of(consultant, events(consultant)[-2])
        assert wide["pii_processing"]["purposes"][0]["recipient_third_parties"] == ["Anyone"]

    def test_no_step_is_without_a_state(self) -> None:
        by_content = {ConsentStep.ANSWERED, ConsentStep.AUDIENCE, ConsentStep.MAY_INVITE}
        assert set(STATES) | by_content == set(ConsentStep)

    @pytest.mark.parametrize("gone", ["record_id", "proof", "events", "pii_principal_id"])
    def test_the_schema_refuses_what_is_incomplete(self, consultant, given, gone: str) -> None:
        data = data_of(consultant, last(consultant))
        del data[gone]
        with pytest.raises(ValidationError):
            SCHEMA.validate(data)

    def test_it_says_what_the_operator_set(self, consultant, given, settings: Any) -> None:
        settings.OPERATOR, settings.JURISDICTION = "An Operator, 1 Example Road", "CA"
        data = data_of(consultant, last(consultant))
        assert data["party_identification"][1]["party_name"] == "An Operator, 1 Example Road"
        assert data["pii_processing"]["purposes"][0]["jurisdiction"] == "CA"

    def test_it_is_handed_out_under_a_name_that_says_nothing(
        self, signed_in, consultant, given
    ) -> None:
        event = last(consultant)
        answer = signed_in.get(f"/permissions/receipts/{event.number}/file/")
        assert (
            answer["Content-Disposition"] == f'attachment; filename="receipt-{event.number}.json"'
        )
        assert answer["Content-Type"] == "application/json"
        assert "no-store" in answer["Cache-Control"]
        SCHEMA.validate(answer.json())


class TestThePaper:
    def paper_of(self, client: Client, consultant: Consultant) -> bytes:
        answer = client.get(f"/permissions/receipts/{last(consultant).number}/paper/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == (
            f'attachment; filename="receipt-{last(consultant).number}.pdf"'
        )
        return bytes(answer.content)

    def test_it_says_what_the_page_says_and_is_the_same_each_time(
        self, signed_in, consultant, given
    ) -> None:
        made = self.paper_of(signed_in, consultant)
        assert made == self.paper_of(signed_in, consultant)
        read = PdfReader(io.BytesIO(made))
        text = " ".join(page.extract_text() for page in read.pages).replace("\u200b", "")
        for said in (
            "Permission given",
            given.organization.name,
            PURPOSE,
            "Film 2027",
            "How to stop",
        ):
            assert said in text, said
        assert last(consultant).hash[:8] in text
        assert read.metadata is not None
        assert read.metadata.title == f"Receipt {last(consultant).number}"
        for mark in (b"pdfaid:part>2<", b"pdfuaid:part>1<"):
            assert mark in made

    def test_what_happened_without_words_is_printed_too(self, signed_in, consultant) -> None:
        with acting(consultant.user):
            record(consultant, ConsentStep.PAUSED, actor=consultant.user)
        assert self.paper_of(signed_in, consultant).startswith(b"%PDF")

    def test_peoples_words_are_never_source(self, signed_in, consultant) -> None:
        words = '#panic("no") *bold* $x$ `code` </script> \\ " #read("/etc/passwd")'
        with acting(consultant.user):
            record(consultant, ConsentStep.PAUSED, actor=consultant.user, words=words)
        assert self.paper_of(signed_in, consultant).startswith(b"%PDF")

    def test_letters_that_can_not_be_printed_are_said(self, signed_in, consultant) -> None:
        with acting(consultant.user):
            record(consultant, ConsentStep.PAUSED, actor=consultant.user, words="\U00013000")
        answer = signed_in.get(f"/permissions/receipts/{last(consultant).number}/paper/")
        assert answer.status_code == 409
        assert "Some letters can&#x27;t be printed here." in answer.content.decode()


class TestThePages:
    def test_a_receipt_tells_all_and_escapes_what_people_wrote(
        self, signed_in, consultant, given
    ) -> None:
        event = last(consultant)
        page = text_of(signed_in, f"/permissions/{given.code}/receipt/")
        assert f"Receipt {event.number}" in page
        for said in (
            "Permission given", given.organization.name, "Rate for an hour", "Photo", "For work that we agreed",
            "Our funder", "A talk &lt;b&gt;in&lt;/b&gt; May &amp; June", f"/permissions/{given.code}/",
            "Stopping holds at once.", event.hash[:8], ">You<",
        ):  # fmt: skip
            assert said in page, said
        assert "<b>in</b>" not in page
        assert 'lang="en"' in page
        title = re.search("<title>(.*?)</title>", page, re.DOTALL)
        assert title is not None
        assert given.organization.name not in title[1]

    def test_the_newest_comes_first_and_lists_the_earlier(
        self, signed_in, consultant, given
    ) -> None:
        first = last(consultant).number
        with acting(consultant.user):
            stop(given, actor=consultant.user)
        page = text_of(signed_in, f"/permissions/{given.code}/receipt/")
        assert "You asked them to delete what they kept" in page
        assert "This permission is over." in page
        assert f"/permissions/receipts/{first}/" in page
        assert f"/permissions/receipts/{first + 1}/" in page

    def test_settings_have_receipts_too(self, signed_in, consultant) -> None:
        page = text_of(signed_in, f"/permissions/receipts/{last(consultant).number}/")
        for said in (
            "Who can see an item changed",
            "All checked organizations",
            "You can change your settings",
        ):
            assert said in page

    def test_what_ended_by_itself_says_so(self, signed_in, consultant, given) -> None:
        with as_owner():
            ConsentEvent.objects.create(
                consultant=consultant, name="expired", by="timer", consent_id=given.pk,
                organization_id=given.organization_id, items=1, number=0, at=timezone.now(), hash="",
            )  # fmt: skip
        page = text_of(signed_in, f"/permissions/{given.code}/receipt/")
        assert "this happened by itself" in page
        assert data_of(consultant, last(consultant))["events"][0]["entity_id"] == "operator"

    def test_a_row_that_was_changed_says_so(self, signed_in, consultant, given) -> None:
        address = f"/permissions/{given.code}/receipt/"
        assert "was changed" not in text_of(signed_in, address)
        tamper(f"UPDATE {EVENT} SET items = 3 WHERE name = 'given'")
        assert "This receipt was changed" in text_of(signed_in, address)

    def test_without_the_key_the_words_are_gone_and_the_rest_stands(
        self, signed_in, consultant, given
    ) -> None:
        with as_owner():
            PersonKey.objects.filter(user=consultant.user).delete()
        page = text_of(signed_in, f"/permissions/{given.code}/receipt/")
        assert "These words can't be opened any more." in page
        assert PURPOSE not in page
        assert (
            data_of(consultant, last(consultant))["pii_processing"]["privacy_notice"]["text"] == ""
        )

    def test_the_list_pages_and_counts_its_queries(
        self, signed_in, consultant, count_queries
    ) -> None:
        assert "Who can see an item changed" in text_of(signed_in, "/permissions/receipts/")
        one = count_queries(lambda: signed_in.get("/permissions/receipts/"))
        with acting(consultant.user):
            for _round in range(11):
                for step in (pause, unpause):
                    step(consultant, actor=consultant.user)
        many = count_queries(lambda: signed_in.get("/permissions/receipts/"))
        assert many == one
        page = text_of(signed_in, "/permissions/receipts/")
        assert (page.count("Everything paused"), "Page 1 of 2" in page) == (10, True)
        assert "Receipt 1<" in text_of(signed_in, "/permissions/receipts/?page=2")
        for odd in ("0", "x", "99", "-1"):
            assert "Page" in text_of(signed_in, f"/permissions/receipts/?page={odd}")

    def test_organizations_are_found_in_one_look(
        self, signed_in, consultant, given, count_queries
    ) -> None:
        signed_in.get("/permissions/receipts/")  # the first look also reads what is kept later
        one = count_queries(lambda: signed_in.get("/permissions/receipts/"))
        with acting(consultant.user):
            for _more in range(2):
                organization = make_checked_member().membership.organization
                with acting(consultant.user):
                    block(consultant, organization=organization, actor=consultant.user)
        assert count_queries(lambda: signed_in.get("/permissions/receipts/")) == one

    def test_nothing_yet_is_fine(self, client) -> None:
        client.force_login(make_consultant("").user)
        assert "Nothing has happened yet. That is fine." in text_of(
            client, "/permissions/receipts/"
        )

    def test_links_lead_there(self, signed_in, given) -> None:
        assert "/permissions/receipts/" in text_of(signed_in, "/permissions/")
        assert f"/permissions/{given.code}/receipt/" in text_of(
            signed_in, f"/permissions/{given.code}/"
        )

    def test_spanish_says_what_happened_and_keeps_the_words_as_they_were(
        self, signed_in, consultant, given
    ) -> None:
        consultant.user.language = "es"
        consultant.user.save()
        page = text_of(signed_in, f"/permissions/{given.code}/receipt/")
        assert "Permiso dado" in page
        assert "What for: For work that we agreed" in page


class TestOthers:
    def test_somebody_elses_is_a_missing_page_to_the_byte(self, client, consultant, given) -> None:
        client.force_login(make_consultant("Other").user)
        theirs = client.get(f"/permissions/{given.code}/receipt/")
        missing = client.get(f"/permissions/{'x' * 22}/receipt/")
        assert theirs.status_code == missing.status_code == 404
        assert same(theirs.content) == same(missing.content)

    @pytest.mark.parametrize("end", ["", "file/", "paper/"])
    def test_a_number_is_ones_own(self, client, consultant, given, end: str) -> None:
        other = make_consultant("Other")
        client.force_login(other.user)
        found = client.get(f"/permissions/receipts/{last(consultant).number}/{end}")
        missing = client.get(f"/permissions/receipts/{10**12}/{end}")
        assert found.status_code == missing.status_code == 404
        assert same(found.content) == same(missing.content)

    @pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000, "-1", "x", "1%00"])
    def test_odd_numbers_are_missing_pages(self, signed_in, given, number: str) -> None:
        assert nothing_here(signed_in.get(f"/permissions/receipts/{number}/"))

    def test_members_and_strangers_have_no_receipts(self, client, given, member) -> None:
        addresses = (
            "/permissions/receipts/", "/permissions/receipts/1/", "/permissions/receipts/1/file/", "/permissions/receipts/1/paper/",
            f"/permissions/{given.code}/receipt/",
        )  # fmt: skip
        for one in addresses:
            assert client.get(one)["Location"] == f"/in/?next={one}"
        client.force_login(member)
        assert all(nothing_here(client.get(one)) for one in addresses)

    def test_nothing_is_changed_by_sending(self, signed_in, consultant, given) -> None:
        before = events(consultant)
        for address in ("/permissions/receipts/", f"/permissions/{given.code}/receipt/"):
            assert signed_in.post(address).status_code == 405
        assert events(consultant) == before


def same(page: bytes) -> bytes:
    """Mask what differs in every answer: tokens, and the address that was asked for."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    return re.sub(rb"nonce=\"[^\"]+\"|/permissions/[^\"]*", b"", page)
