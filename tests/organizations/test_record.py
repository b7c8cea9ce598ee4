"""Days to pay: shown as soon as five pieces of work were paid, never for fewer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organizations.models import Organization, PaidStage
from organizations.record import days_to_pay, note_paid_stage
from tests.factories import make_checked_member
from tests.refusals import denied, refused

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def paid(organization: Organization, *, stage: int, work: int, days: float, ago: int = 0) -> None:
    at = NOW - timedelta(days=ago)
    note_paid_stage(
        organization.pk, work=work, stage=stage, approved_at=at - timedelta(days=days), paid_at=at
    )


def test_four_pieces_of_work_show_nothing(organization: Organization) -> None:
    for number in range(4):
        paid(organization, stage=number, work=number, days=3)
    paid(organization, stage=9, work=0, days=3)  # a second stage of the same work
    assert days_to_pay(organization) is None
    page = Client().get(f"/o/{organization.code}/").content.decode()
    assert "Shown after 5 paid pieces of work." in page


def test_five_show_the_middle_of_all(organization: Organization) -> None:
    for number, days in enumerate([1, 2, 4, 9, 60]):
        paid(organization, stage=number, work=number, days=days)
    found = days_to_pay(organization)
    assert found is not None
    assert (found.days, found.cases) == (4, 5)
    page = Client().get(f"/o/{organization.code}/").content.decode()
    assert "within 4 days of approval" in page


def test_a_repeat_counts_once_and_another_organization_not_at_all(
    organization: Organization,
) -> None:
    other = make_checked_member().membership.organization
    for number in range(5):
        paid(organization, stage=number, work=number, days=2)
        paid(organization, stage=number, work=number, days=50)
    assert PaidStage.objects.count() == 5
    assert days_to_pay(other) is None


def test_what_is_older_than_two_years_counts_no_more(organization: Organization) -> None:
    for number in range(5):
        paid(organization, stage=number, work=number, days=2, ago=731 if number == 0 else 1)
    assert days_to_pay(organization) is None


def test_the_record_can_not_be_improved_afterwards(organization: Organization) -> None:
    paid(organization, stage=1, work=1, days=90)
    for change in (lambda: PaidStage.objects.update(days=0), PaidStage.objects.all().delete):
        with refused(denied("organizations_paidstage")):
            change()
