"""The pages of the contract: reading, signing once each, and what stands in its place afterwards."""

from typing import Any

import pytest
from django.test import Client

from consultants.items import Audience
from engagements.models import Contract, Signature
from tests.conftest import as_owner
from tests.engagements.work import Work
from tests.engagements.work_pages import CONFLICT, FOUND, MISSING, OK, page, signed_in_again
from tests.factories import (
    make_consultant,
    make_member,
    signed_in,
)

pytestmark = pytest.mark.django_db


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
