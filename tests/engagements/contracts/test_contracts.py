"""Signing, and the document that is signed."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from core.codes import grouped
from core.errors import NotAllowed, Refused, WrongState
from engagements.contracts import document, queries, services
from engagements.contracts.clauses import clauses_of
from engagements.models import Milestone, Signature
from engagements.parties import Parties
from engagements.terms.terms import Terms
from tests.engagements.work import Work
from tests.factories import acting, make_checked_member, make_consultant, make_member

PARTIES = Parties("Ana Luz", "Hope House")


@pytest.mark.django_db
class TestSigning:
    def test_one_signature_leaves_the_contract_waiting(self) -> None:
        work = Work()
        contract = work.sign(work.agree(), work.person)

        assert (contract.state, work.fresh().state) == ("waiting", "talking")
        assert not Milestone.objects.exists()

    def test_the_second_signature_begins_the_work_with_its_stages(self) -> None:
        work = Work()
        contract = work.start(stages=2)

        assert (contract.state, work.fresh().state, work.tie()) == ("active", "working", 2)
        stages = Milestone.objects.filter(contract=contract)
        assert [(m.number, m.title, m.amount, m.state) for m in stages] == [
            (1, "Part 1", 60_001, "planned"),
            (2, "Part 2", 60_002, "planned"),
        ]

    def test_signing_twice_is_signing_once(self) -> None:
        work = Work()
        contract = work.agree()
        work.sign(contract, work.person)
        work.sign(contract, work.person, name="Another Name")

        with acting(work.member):
            assert [row.typed_name for row in Signature.objects.all()] == ["A. Luz"]

    def test_another_document_than_the_one_read_is_not_signed(self) -> None:
        work = Work()
        contract = work.agree()
        with acting(work.person), pytest.raises(Refused):
            services.sign(contract, sha256="0" * 64, typed_name="A", actor=work.person)
        assert not Signature.objects.exists()

    def test_a_declined_contract_is_not_signed_and_the_talk_goes_on(self) -> None:
        work = Work()
        contract = work.agree()
        for _twice in range(2):
            with acting(work.member):
                services.decline(contract, actor=work.member)
        with pytest.raises(WrongState):
            work.sign(contract, work.person)
        assert work.offer(by=work.person).number == 2

    def test_a_signed_contract_is_not_declined(self) -> None:
        work = Work()
        contract = work.start()
        with acting(work.person), pytest.raises(WrongState):
            services.decline(contract, actor=work.person)

    def test_strangers_and_lookers_on_sign_nothing(self) -> None:
        work = Work()
        contract = work.agree()
        looker = make_member(work.engagement.organization, role="viewer")
        for stranger in (looker, make_checked_member(), make_consultant().user):
            with pytest.raises(NotAllowed):
                work.sign(contract, stranger)
            with acting(stranger), pytest.raises(NotAllowed):
                services.decline(contract, actor=stranger)

    def test_both_signatures_stand_under_the_hash_of_the_stored_bytes(self) -> None:
        work = Work()
        contract = work.start()
        with acting(work.person):
            stored = queries.document_of(contract)
            hashes = set(Signature.objects.values_list("sha256", flat=True))
        assert hashes == {contract.sha256} == {hashlib.sha256(stored).hexdigest()}


@pytest.mark.django_db
class TestDocument:
    def test_the_same_version_gives_the_same_bytes(self) -> None:
        offer = Work().offer(stages=3)
        with translation.override("es"):
            again = document.render(offer, parties=PARTIES)
        assert document.render(offer, parties=PARTIES) == again

    def test_it_is_a_tagged_archive_document_in_its_language(self) -> None:
        work = Work(language="es")
        found = document.render(work.offer(), parties=PARTIES)

        assert found.startswith(b"%PDF-1.7")
        for mark in (
            b"pdfaid:part>2<",
            b"pdfaid:conformance>A<",
            b"pdfuaid:part>1<",
            b"/Lang (es)",
        ):
            assert mark in found.replace(b"/Lang(es)", b"/Lang (es)"), mark

    def test_words_of_the_two_sides_are_never_source(self) -> None:
        words = '#panic("no") *bold* $x$ `code` </script> \\ " #read("/etc/passwd")'
        assert document.render(Work().offer(scope=words), parties=PARTIES).startswith(b"%PDF")

    def test_it_holds_no_address(self) -> None:
        work = Work()
        terms = Terms.from_json(work.offer().terms)
        text = str(clauses_of(terms, PARTIES))

        assert work.member.email not in text
        assert "@" not in text

    def test_fonts_of_the_operator_are_used(self, settings: Any, tmp_path: Path) -> None:
        settings.DATA_DIR = tmp_path
        (tmp_path / "fonts").mkdir()
        assert document.render(Work().offer(), parties=PARTIES).startswith(b"%PDF")


@pytest.mark.django_db
def test_the_consultant_is_named_only_as_the_organization_may_know() -> None:
    from consultants.items import Audience
    from engagements.parties import parties_of

    work = Work(consultant=make_consultant("Ana Luz", audience=Audience.ONLY_ME))
    with acting(work.member):
        assert parties_of(work.fresh()).consultant == "The consultant"
    with acting(work.person):
        assert parties_of(work.fresh()).consultant == "Ana Luz"


def test_the_check_number_is_readable_aloud() -> None:
    assert grouped("ab" * 32) == " ".join(["abababab"] * 8)
