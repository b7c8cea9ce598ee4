"""Looking for the record in a domain, at a real name server that fails and lies in every way."""

import time
from collections.abc import Callable

import dns.rcode
import pytest

from core import outbox
from core.models import Task
from core.outbox import drain_once
from organizations.models import DnsState, Verification
from organizations.verification import dns as looking
from organizations.verification import services
from tests.dns_server import DnsServer, dns_server
from tests.factories import make_administrator, make_member, show_proofs

__all__ = ["dns_server"]
DOMAIN, TOKEN = "lantern.example", "ab" * 16
NAME, TEXT = f"_equal-terms.{DOMAIN}", f"equal-terms={TOKEN}"


def look(domain: str = DOMAIN) -> DnsState:
    return looking.look(domain, token=TOKEN)


def test_the_right_record_is_found(dns_server: DnsServer) -> None:
    dns_server.texts[NAME] = [TEXT]
    assert look() == DnsState.FOUND
    assert dns_server.asked == [NAME]


def test_the_right_record_is_found_among_others(dns_server: DnsServer) -> None:
    dns_server.texts[NAME] = ["v=spf1 -all", TEXT, "équal"]
    assert look() == DnsState.FOUND


def test_an_answer_too_long_for_a_datagram_is_fetched_over_tcp(dns_server: DnsServer) -> None:
    dns_server.texts[NAME] = [TEXT, *(str(n) * 200 for n in range(10, 30))]
    assert look() == DnsState.FOUND
    assert dns_server.asked == [NAME, NAME]


def test_a_huge_answer_is_cut_and_costs_little(dns_server: DnsServer) -> None:
    dns_server.texts[NAME] = [f"{n:04}" * 45 for n in range(300)]
    begun = time.monotonic()
    assert look() == DnsState.OTHER
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "text",
    [
        f"equal-terms={'cd' * 16}",
        f"equal-terms={TOKEN[:-1]}",
        f"equal-terms={TOKEN} ",
        f"EQUAL-TERMS={TOKEN}",
        f"x equal-terms={TOKEN}",
        TOKEN,
    ],
)
def test_another_text_is_no_proof(dns_server: DnsServer, text: str) -> None:
    dns_server.texts[NAME] = [text]
    assert look() == DnsState.OTHER


def test_a_missing_record_is_told_from_a_missing_domain(dns_server: DnsServer) -> None:
    dns_server.empty.add(DOMAIN)
    assert look() == DnsState.MISSING
    dns_server.empty.clear()
    assert look() == DnsState.NO_DOMAIN


def test_a_name_without_such_a_record_has_none(dns_server: DnsServer) -> None:
    dns_server.empty.add(NAME)
    assert look() == DnsState.MISSING


def test_a_name_that_points_elsewhere_proves_nothing(dns_server: DnsServer) -> None:
    dns_server.points_to[NAME] = "anybody.host.example"
    dns_server.texts["anybody.host.example"] = [TEXT]
    assert look() == DnsState.ELSEWHERE


def test_an_answer_about_another_name_proves_nothing(dns_server: DnsServer) -> None:
    dns_server.about_another.add(NAME)
    dns_server.texts[NAME] = [TEXT]
    assert look() == DnsState.MISSING


@pytest.mark.parametrize("code", [dns.rcode.SERVFAIL, dns.rcode.REFUSED, dns.rcode.FORMERR])
def test_a_server_that_fails_gave_no_answer(dns_server: DnsServer, code: dns.rcode.Rcode) -> None:
    dns_server.rcodes[NAME] = code
    assert look() == DnsState.NO_ANSWER


@pytest.mark.parametrize("kind", ["silent", "garbage"])
def test_silence_and_garbage_end_within_the_time_limit(dns_server: DnsServer, kind: str) -> None:
    getattr(dns_server, kind).add(NAME)
    begun = time.monotonic()
    assert look() == DnsState.NO_ANSWER
    assert time.monotonic() - begun < looking.MOST_SECONDS + 2


@pytest.mark.parametrize(
    "domain",
    ["", ".", "a..example", "x" * 70 + ".example", "x." * 130 + "example", "\udcff.example"],
)
def test_a_domain_that_is_none_is_told(dns_server: DnsServer, domain: str) -> None:
    assert look(domain) == DnsState.NO_DOMAIN


def test_nobody_at_the_server_is_no_answer(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DNS_SERVERS = ["127.0.0.1:1"]
    assert look() == DnsState.NO_ANSWER


@pytest.fixture
def check() -> Verification:
    found: Verification = make_member().membership.organization.checks.get()
    return found


Found = Callable[[], str]


@pytest.fixture
def found(check: Verification) -> Found:
    """Let the owner ask, the worker look, and say what stands in the row."""

    def ask() -> str:
        owner = check.organization.memberships.get().user
        Verification.objects.filter(pk=check.pk).update(dns_looked_at=None)
        services.ask_for_look(check, actor=owner)
        drain_once()
        check.refresh_from_db()
        return check.dns_state

    return ask


@pytest.mark.django_db
def test_the_job_writes_what_it_found(
    dns_server: DnsServer, check: Verification, found: Found
) -> None:
    name = looking.record_name(check.domain)
    dns_server.empty.add(check.domain)
    assert found() == DnsState.MISSING
    dns_server.texts[name] = [looking.record_text(check.token)]
    assert found() == DnsState.FOUND
    dns_server.rcodes[name] = dns.rcode.SERVFAIL
    assert found() == DnsState.FOUND  # no answer takes nothing back
    dns_server.rcodes.clear()
    dns_server.texts.clear()
    assert found() == DnsState.MISSING  # a record that is gone does
    assert not Task.objects.exclude(state=Task.State.DONE).exists()


@pytest.mark.django_db
def test_a_token_of_an_earlier_check_proves_nothing(
    dns_server: DnsServer, check: Verification, found: Found
) -> None:
    other = make_member().membership.organization.checks.get()
    dns_server.texts[looking.record_name(check.domain)] = [looking.record_text(other.token)]
    assert found() == DnsState.OTHER


@pytest.mark.django_db
def test_a_look_that_comes_after_the_decision_changes_nothing(
    dns_server: DnsServer, check: Verification
) -> None:
    owner = check.organization.memberships.get().user
    services.ask_for_look(check, actor=owner)
    administrator = make_administrator()
    services.decide(
        check, actor=administrator, decision="not_real", kind="other", note="", reason="No."
    )
    drain_once()
    check.refresh_from_db()
    assert check.dns_state == DnsState.ASKED
    assert dns_server.asked == []


@pytest.mark.django_db
def test_the_clock_looks_again_where_somebody_said_that_it_is_there(
    dns_server: DnsServer, check: Verification, found: Found
) -> None:
    make_member()  # nobody asked to look for theirs
    shown = make_member().membership.organization
    show_proofs(shown, administrator=make_administrator())
    dns_server.empty.add(check.domain)
    assert found() == DnsState.MISSING
    dns_server.texts[looking.record_name(check.domain)] = [looking.record_text(check.token)]
    dns_server.asked.clear()
    Task.objects.create(name="organizations.look_again")
    outbox.drain_once()
    check.refresh_from_db()
    assert check.dns_state == DnsState.FOUND
    assert dns_server.asked == [looking.record_name(check.domain)]
