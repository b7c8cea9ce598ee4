"""A check: three kinds of proof, two people, twelve months; what ends it; what the database refuses."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import User
from core import clock, outbox
from core.errors import NotAllowed, Refused, WrongState
from core.models import Task
from core.viewer import acting_as
from organizations.models import (
    DnsState,
    Membership,
    Organization,
    Role,
    Verification,
    VerificationDecision,
    VerificationProof,
)
from organizations.registration.services import change_details
from organizations.verification import services
from organizations.verification.queries import check_in_force, proofs_of
from tests.clock import moved_clock
from tests.conftest import as_owner
from tests.factories import (
    acting,
    check,
    make_administrator,
    make_checked_member,
    make_consultant,
    make_member,
    show_proofs,
)
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db


def owner_of(organization: Organization) -> User:
    user: User = organization.memberships.get(role=Role.OWNER).user
    return user


def decide(row: Verification, actor: User, **answers: Any) -> None:
    services.decide(
        row, actor=actor, **({"decision": "real", "kind": "service", "note": ""} | answers)
    )


def again(organization: Organization) -> Organization:
    return Organization.objects.get(pk=organization.pk)


def test_registering_asks_for_the_first_check(organization: Organization) -> None:
    row = organization.checks.get()
    assert (row.state, row.name, row.domain) == ("waiting", organization.name, organization.domain)
    assert proofs_of(row) == []


def test_two_people_and_three_proofs_make_it_checked_for_a_year(organization: Organization) -> None:
    checked = check(organization, kind="research")
    row = checked.checks.get()
    assert row.state == "checked"
    assert row.proofs == ["call_back", "dns", "register"]
    assert checked.kind == row.kind == "research"
    assert checked.checked_until == row.until
    assert timedelta(days=364) < row.until - timezone.now() <= timedelta(days=365)


def test_one_decision_is_not_enough(organization: Organization) -> None:
    administrator = make_administrator()
    decide(show_proofs(organization, administrator=administrator), administrator)
    assert not again(organization).is_checked


def test_the_same_person_can_not_decide_twice(organization: Organization) -> None:
    administrator = make_administrator()
    row = show_proofs(organization, administrator=administrator)
    decide(row, administrator)
    with pytest.raises(Refused):
        decide(row, administrator)
    with refused("decision_of_a_person_once"):
        VerificationDecision.objects.create(
            verification=row, decision="real", kind="service", decided_by=administrator
        )
    assert not again(organization).is_checked


def test_two_proofs_are_not_enough(organization: Organization) -> None:
    administrator = make_administrator()
    row = show_proofs(organization, administrator=administrator)
    with acting_as("job:organizations.look_at_dns"):
        services.record_look(row.pk, DnsState.MISSING)
    assert proofs_of(row) == ["call_back", "register"]
    with pytest.raises(Refused):
        decide(row, administrator)
    with refused(f"check {row.pk}: this can not be decided so"):
        VerificationDecision.objects.create(
            verification=row, decision="real", kind="service", decided_by=administrator
        )


def test_a_proof_that_is_lost_after_the_first_decision_counts_no_more(
    organization: Organization,
) -> None:
    first, second = make_administrator(), make_administrator()
    row = show_proofs(organization, administrator=first)
    decide(row, first)
    with acting_as("job:organizations.look_at_dns"):
        services.record_look(row.pk, DnsState.MISSING)
    with pytest.raises(Refused):
        decide(row, second)
    assert not again(organization).is_checked


def test_two_people_must_find_the_same_kind(organization: Organization) -> None:
    first, second = make_administrator(), make_administrator()
    row = show_proofs(organization, administrator=first)
    decide(row, first, kind="police")
    with pytest.raises(Refused):
        decide(row, second, kind="service")
    decide(row, second, kind="police")
    assert again(organization).kind == "police"


def test_declining_after_a_first_yes_ends_it(organization: Organization) -> None:
    first, second = make_administrator(), make_administrator()
    row = show_proofs(organization, administrator=first)
    decide(row, first)
    decide(row, second, decision="not_real", reason="The number is not theirs.")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("declined", "The number is not theirs.")
    with pytest.raises(WrongState):
        decide(row, make_administrator())


def test_after_a_decline_one_asks_again_and_begins_with_nothing(organization: Organization) -> None:
    administrator = make_administrator()
    row = show_proofs(organization, administrator=administrator)
    decide(row, administrator, decision="not_real", reason="No.")
    new = services.open_check(organization, actor=owner_of(organization))
    assert proofs_of(new) == []
    assert new.token != row.token
    with pytest.raises(Refused):
        services.open_check(organization, actor=owner_of(organization))  # a second tab


def test_only_owners_ask_and_only_administrators_decide(organization: Organization) -> None:
    row = show_proofs(organization, administrator=make_administrator())
    colleague = make_member(organization, role=Role.COORDINATOR)
    for actor in (owner_of(organization), colleague, make_member(), make_consultant().user):
        with pytest.raises(NotAllowed):
            decide(row, actor)
        with pytest.raises(NotAllowed):
            services.note_proof(row, actor=actor, kind="call_back", source="x")
    for actor in (colleague, make_member(), make_administrator()):
        with pytest.raises(NotAllowed):
            services.open_check(organization, actor=actor)
        with pytest.raises(NotAllowed):
            services.say_register(row, actor=actor, register="x", number="1")


@pytest.mark.parametrize("role", ["owner", "stranger"])
def test_nobody_verifies_themselves_past_the_services(
    organization: Organization, role: str
) -> None:
    """A member who could write rows still can't make their organization checked."""
    administrator = make_administrator()
    row = show_proofs(organization, administrator=administrator)
    decide(row, administrator)
    actor = owner_of(organization) if role == "owner" else make_consultant().user
    year = timezone.now() + timedelta(days=300)
    with refused(f"check {row.pk}: this can not be decided so"):
        VerificationDecision.objects.create(
            verification=row, decision="real", kind="service", decided_by=actor
        )
    with refused(f"organization {organization.pk}: no check says so"):
        Organization.objects.filter(pk=organization.pk).update(checked_until=year)
    with refused(f"check {row.pk}: two administrators must agree"):
        Verification.objects.filter(pk=row.pk).update(
            state="checked", until=year, decided_at=timezone.now(), kind="service"
        )


def test_the_database_keeps_what_was_decided(organization: Organization) -> None:
    checked = check(organization)
    rows = Verification.objects.filter(organization=checked)
    later = timezone.now() + timedelta(days=900)
    decided, unsaid = "a check that was decided or ended stays as it is", "no check says so"
    decisions = denied("organizations_verificationdecision")
    attempts: tuple[tuple[Callable[[], Any], str], ...] = (
        (lambda: rows.update(until=later), decided),
        (lambda: rows.update(kind="police"), decided),
        (lambda: rows.update(proofs=["dns", "known", "sponsor"]), decided),
        (lambda: rows.update(token="0" * 32), "what is checked does not change within a check"),
        (lambda: rows.update(state="waiting"), decided),
        (lambda: rows.update(state="ended"), "check_ended_says_why"),
        (lambda: rows._raw_delete("default"), denied("organizations_verification")),
        (lambda: VerificationDecision.objects.update(note="Other"), decisions),
        (lambda: VerificationDecision.objects.all().delete(), decisions),
        (lambda: VerificationProof.objects.update(number="9"), "this proof can not be noted or"),
        (VerificationProof.objects.all().delete, denied("organizations_verificationproof")),
        (lambda: Organization.objects.update(checked_until=later), unsaid),
        (lambda: Organization.objects.update(kind="research"), unsaid),  # its check says another
    )
    for attempt, by in attempts:
        with refused(by):
            attempt()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_not_even_the_tables_owner_changes_a_decision(
    organization: Organization, change: str
) -> None:
    check(organization)
    sql = {"update": "UPDATE {} SET note = 'x'", "delete": "DELETE FROM {}"}[change]
    table = "organizations_verificationdecision"
    with as_owner(), refused(f"{table} is append-only"), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_only_the_job_says_that_the_record_is_there(organization: Organization) -> None:
    row = organization.checks.get()
    with (
        acting(owner_of(organization)),
        refused("only the job that looked says what it found"),
    ):
        Verification.objects.filter(pk=row.pk).update(dns_state="found")
    another = make_member().membership.organization
    with refused("a check begins with nothing shown"):
        Verification.objects.create(organization=another, dns_state="found")


def test_proofs_stay_after_the_first_decision(organization: Organization) -> None:
    first = make_administrator()
    row = show_proofs(organization, administrator=first)
    decide(row, first)
    with pytest.raises(Refused):
        services.note_proof(row, actor=first, kind="register", source="Another", number="2")
    with refused(f"check {row.pk}: this proof can not be noted or changed"):
        VerificationProof.objects.update(number="2")


def test_an_administrator_with_an_address_there_counts_as_the_organization(
    organization: Organization,
) -> None:
    administrator = make_administrator()
    row = show_proofs(organization, administrator=make_administrator())
    for address in (f"a@{organization.domain}", f"b@MAIL.{organization.domain.upper()}"):
        User.objects.filter(pk=administrator.pk).update(email=address)
        administrator.refresh_from_db()
        with pytest.raises(NotAllowed):
            decide(row, administrator)
        with refused(f"check {row.pk}: this can not be decided so"):
            VerificationDecision.objects.create(
                verification=row, decision="real", kind="service", decided_by=administrator
            )
    User.objects.filter(pk=administrator.pk).update(email=f"a@x{organization.domain}")
    administrator.refresh_from_db()
    decide(row, administrator)  # another domain that only ends alike


NEW = {"name": "New name", "website": "https://new.example/", "country": "MX", "about": "New."}


@pytest.mark.parametrize(("field", "why"), [("name", "name"), ("website", "domain")])
def test_a_new_name_or_website_ends_the_check_at_once_and_asks_anew(field: str, why: str) -> None:
    member = make_checked_member()
    organization = member.membership.organization
    same = {name: getattr(organization, name) for name in NEW}
    new = change_details(organization, actor=member, **(same | {field: NEW[field]}))
    assert new is not None
    assert not again(organization).is_checked
    old = organization.checks.exclude(pk=new.pk).get()
    assert (old.state, old.end_reason) == ("ended", why)
    assert (new.name, new.domain) == (again(organization).name, again(organization).domain)


def test_other_words_about_itself_end_nothing() -> None:
    member = make_checked_member()
    organization = member.membership.organization
    same = {name: getattr(organization, name) for name in NEW}
    assert change_details(organization, actor=member, **(same | {"about": "More."})) is None
    assert again(organization).is_checked


def test_whoever_changes_the_name_the_check_ends(organization: Organization) -> None:
    checked = check(organization)
    Organization.objects.filter(pk=checked.pk).update(name="Renamed")
    assert again(checked).checked_until is None
    assert checked.checks.get().end_reason == "name"


def test_a_new_name_while_the_check_waits_takes_its_proofs_with_it(
    organization: Organization,
) -> None:
    administrator = make_administrator()
    row = show_proofs(organization, administrator=administrator)
    decide(row, administrator)
    change_details(organization, actor=owner_of(organization), **NEW)
    with pytest.raises(WrongState):
        decide(row, make_administrator())
    assert proofs_of(organization.checks.get(state="waiting")) == []


@pytest.mark.parametrize("how", ["joins", "is made"])
def test_a_new_owner_ends_the_check(organization: Organization, how: str) -> None:
    checked = check(organization)
    if how == "joins":
        make_member(checked, role=Role.OWNER)
    else:
        colleague = make_member(checked, role=Role.VIEWER)
        assert again(checked).is_checked
        Membership.objects.filter(user=colleague).update(role=Role.OWNER)
    assert not again(checked).is_checked
    assert checked.checks.get().end_reason == "owner"


def test_a_new_owner_after_the_first_decision_ends_that_check_too(
    organization: Organization,
) -> None:
    administrator = make_administrator()
    row = show_proofs(organization, administrator=administrator)
    decide(row, administrator)
    make_member(organization, role=Role.OWNER)
    with pytest.raises(WrongState):
        decide(row, make_administrator())


def test_other_members_and_leaving_owners_end_nothing(organization: Organization) -> None:
    second = make_member(organization, role=Role.OWNER)
    checked = check_with(organization, actor=second)
    for role in (Role.COORDINATOR, Role.FINANCE, Role.VIEWER):
        make_member(checked, role=role)
    Membership.objects.filter(user=second).delete()
    assert again(checked).is_checked


def check_with(organization: Organization, *, actor: User) -> Organization:
    """Check an organization with two owners."""
    if not organization.checks.filter(state="waiting").exists():
        services.open_check(organization, actor=actor)
    return check(organization)


def test_a_check_ends_after_its_time_and_the_team_is_told_once(organization: Organization) -> None:
    checked = check(organization)
    row = checked.checks.get()
    owner = owner_of(checked)
    owner.notices.update(seen_at=timezone.now())
    with near_end(row, days_left=-1):
        Task.objects.create(name="organizations.end_checks")
        outbox.drain_once()
        row.refresh_from_db()
        assert (row.state, row.end_reason) == ("ended", "lapsed")
        assert owner.notices.filter(page="org_check", seen_at=None).count() == 1
        owner.notices.update(seen_at=timezone.now())
        assert services.end_lapsed() == 0
        assert not owner.notices.filter(seen_at=None).exists()


def near_end(row: Verification, *, days_left: int) -> AbstractContextManager[None]:
    """Let it be so many days before a check's end."""
    assert row.until is not None
    until_then = row.until - timedelta(days=days_left) - clock.now()
    return moved_clock(seconds=until_then.total_seconds())


@pytest.mark.parametrize(("days_left", "reminded"), [(31, False), (29, True)])
def test_the_team_is_reminded_once_thirty_days_before(
    organization: Organization, days_left: int, reminded: bool
) -> None:
    row = check(organization).checks.get()
    owner = owner_of(organization)
    owner.notices.update(seen_at=timezone.now())
    with near_end(row, days_left=days_left):
        assert services.remind() == int(reminded)
        assert owner.notices.filter(page="org_check", seen_at=None).exists() is reminded
        assert services.remind() == 0


def test_a_reminder_by_mail_says_nothing(organization: Organization) -> None:
    row = check(organization).checks.get()
    owner_of(organization).notices.update(seen_at=timezone.now())
    outbox.drain_once(limit=100)
    mail.outbox.clear()
    with near_end(row, days_left=20):
        services.remind()
        outbox.drain_once(limit=100)
    [sent] = mail.outbox
    for word in (organization.name, "check", "organization", "verif"):
        assert word.lower() not in f"{sent.subject} {sent.body}".lower()


def test_the_next_check_takes_the_place_of_the_one_in_force(organization: Organization) -> None:
    first = check(organization).checks.get()
    with pytest.raises(Refused):
        services.open_check(organization, actor=owner_of(organization))  # too early
    with near_end(first, days_left=40):
        services.open_check(organization, actor=owner_of(organization))
        assert again(organization).is_checked  # while the next one waits
        checked = check(organization)
        first.refresh_from_db()
        assert (first.state, first.end_reason) == ("ended", "replaced")
        seen = check_in_force(checked)
        assert seen is not None
        assert seen.until == checked.checked_until
        assert checked.checked_until - clock.now() > timedelta(days=360)  # type: ignore[operator]


def test_a_name_that_changed_since_the_first_decision_is_not_checked(
    organization: Organization,
) -> None:
    """Even if nothing ended the check: the database compares what is checked with what is there."""
    first, second = make_administrator(), make_administrator()
    row = show_proofs(organization, administrator=first)
    decide(row, first)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE organizations_organization DISABLE TRIGGER keeps_its_check")
        Organization.objects.filter(pk=organization.pk).update(name="Another")
        cursor.execute("ALTER TABLE organizations_organization ENABLE TRIGGER keeps_its_check")
    with refused(f"check {row.pk}: not for this long, or not for this name"):
        decide(row, second)
    assert not again(organization).is_checked
