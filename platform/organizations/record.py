"""An organization's record: how long it takes to pay. Written by payments, read by everybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from django.db import transaction

from core import clock, events
from core.states import Actor
from organizations.models import Organization, PaidStage

CASES_NEEDED = 5  # pieces of work: one alone would tell about one person
LOOKED_BACK_DAYS = 2 * 365


@dataclass(frozen=True)
class DaysToPay:
    """The middle number of days between approval and pay, over how many pieces of work."""

    days: int
    cases: int


def note_paid_stage(
    organization_id: int, *, work: int, stage: int, approved_at: datetime, paid_at: datetime
) -> None:
    """Keep how long a stage took to be paid; a repeat changes nothing."""
    PaidStage.objects.bulk_create(
        [
            PaidStage(
                organization_id=organization_id,
                work=work,
                stage=stage,
                days=max((paid_at - approved_at).days, 0),
                paid_at=paid_at,
            )
        ],
        ignore_conflicts=True,
    )


def days_to_pay(organization: Organization) -> DaysToPay | None:
    """Return the figure as soon as five pieces of work were paid, from the last two years."""
    since = clock.now() - timedelta(days=LOOKED_BACK_DAYS)
    rows = list(organization.paid_stages.filter(paid_at__gt=since).values_list("work", "days"))
    cases = len({work for work, _days in rows})
    if cases < CASES_NEEDED:
        return None
    return DaysToPay(median_low([days for _work, days in rows]), cases)


@transaction.atomic
def mark_overdue(organization: Organization, *, since: datetime | None) -> None:
    """Note since when the organization owes a payment, None for nothing; payments calls it. Twice is once."""
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if (organization.overdue_since is None) == (since is None):
        return
    organization.overdue_since = since
    organization.save(update_fields=["overdue_since"])
    events.record(organization, "overdue" if since else "paid_up", by=Actor.TIMER)
