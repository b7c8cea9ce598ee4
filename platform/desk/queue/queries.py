"""The queue: safety first, then money, then age. Each source yields lines; no private items."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk.payments.queries import dead_tasks, stuck_payments
from engagements.postings import review
from organizations.concerns import queries as concerns
from organizations.models import Concern
from organizations.states import ConcernState
from organizations.verification.queries import waiting_checks

MOST_OF_EACH = 200


class Rank(IntEnum):
    """What is worked first."""

    SAFETY = 1
    MONEY = 2
    AGE = 3


@dataclass(frozen=True)
class Waiting:
    """One line of the queue."""

    rank: Rank
    since: datetime
    title: str | Promise
    hint: str | Promise
    path: str
    status: str | Promise
    tone: str = "wait"


def everything_waiting() -> list[Waiting]:
    """Return all that waits, in the order it is worked."""
    found = [*_concerns(), *_money(), *_checks(), *_projects()]
    return sorted(found, key=lambda line: (line.rank, line.since))


def _concerns() -> Iterator[Waiting]:
    ranks = dict.fromkeys(concerns.URGENT, Rank.SAFETY) | {Concern.About.MONEY: Rank.MONEY}
    for one in concerns.waiting()[:MOST_OF_EACH]:
        rank = ranks.get(Concern.About(one.about), Rank.AGE)
        yield Waiting(
            rank,
            one.sent_at,
            _("A concern"),
            one.get_about_display(),
            reverse("desk_concern", args=[one.code]),
            _("New") if one.state == ConcernState.SENT else one.get_state_display(),
            "error" if rank == Rank.SAFETY else "wait",
        )


def _money() -> Iterator[Waiting]:
    page = reverse("desk_payments")
    payments, tasks = stuck_payments(), list(dead_tasks()[:MOST_OF_EACH])
    if payments:
        title, since = _("Payments that failed or are late"), payments[0].since
        yield Waiting(Rank.MONEY, since, title, "", page, str(len(payments)), "error")
    if tasks:
        title, since = _("Jobs that stopped"), min(task.created_at for task in tasks)
        yield Waiting(Rank.MONEY, since, title, "", f"{page}#jobs", str(len(tasks)), "error")


def _checks() -> Iterator[Waiting]:
    for check in waiting_checks()[:MOST_OF_EACH]:
        alike = check.has_alikes  # type: ignore[attr-defined]
        once = check.decisions_so_far  # type: ignore[attr-defined]
        status = _("Looks like another") if alike else _("One decision") if once else _("To check")
        path = reverse("desk_org", args=[check.organization.code])
        tone = "error" if alike else "wait"
        yield Waiting(Rank.AGE, check.asked_at, check.name, check.domain, path, status, tone)


def _projects() -> Iterator[Waiting]:
    for posting in review.waiting()[:MOST_OF_EACH]:
        path = reverse("desk_project", args=[posting.code])
        since = posting.sent_at or posting.created_at
        name = posting.organization.name
        yield Waiting(Rank.AGE, since, posting.title, name, path, _("A project to look at"))
