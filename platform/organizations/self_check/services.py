"""Answering the rights self-assessment: saved as one goes, finished once a year."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused, WrongState
from core.permissions import require
from core.states import Actor, may_move
from notices.services import tell
from organizations.models import (
    Organization,
    PlannedAction,
    Question,
    SelfCheck,
    SelfCheckAnswer,
)
from organizations.permissions import MAY_ARRANGE, can_self_check
from organizations.self_check.queries import (
    current_questions,
    finished_self_checks,
    open_self_check,
    progress_of,
    version_of,
)
from organizations.self_check.states import SELF_CHECK_MOVES, SelfCheckState

LASTS = timedelta(days=365)
REMIND_BEFORE = timedelta(days=30)
MOST_ACTIONS = 30


@transaction.atomic
def start(organization: Organization, *, actor: User) -> SelfCheck:
    """Begin a self-assessment with the newest questions and last year's answers. Twice is once."""
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require(can_self_check(actor, organization))
    if found := open_self_check(organization):
        return found
    questions = current_questions()
    if questions is None:
        raise Refused(_("The questions are being written. Come back later."))
    self_check = SelfCheck.objects.create(organization=organization, question_set=questions)
    _take_over_answers(self_check, actor=actor)
    events.record(organization, "self_check_started", by=Actor.ORGANIZATION, actor=actor)
    return self_check


@transaction.atomic
def save_step(
    self_check: SelfCheck, *, step: int, answers: dict[int, str], seen: str, actor: User
) -> None:
    """Keep a page of answers, by question; a page that was saved elsewhere meanwhile is refused."""
    self_check = lock_open(self_check, actor=actor)
    if version_of(self_check, step) != seen:
        raise WrongState(_("This page was saved in another window after you opened it."))
    questions = Question.objects.filter(question_set_id=self_check.question_set_id, step=step)
    saved_at = timezone.now()
    for question in questions:
        SelfCheckAnswer.objects.update_or_create(
            self_check=self_check,
            question=question,
            defaults={
                "text": answers.get(question.pk, ""),
                "saved_by": actor,
                "saved_at": saved_at,
            },
        )


@transaction.atomic
def add_action(
    self_check: SelfCheck, *, actor: User, what: str, owner: str, due_on: date
) -> PlannedAction:
    """Plan a change, with a day that is not past and somebody who answers for it."""
    self_check = lock_open(self_check, actor=actor)
    if due_on < timezone.localdate():
        raise Refused(_("Choose a day that is not past."))
    if self_check.actions.count() >= MOST_ACTIONS:
        raise Refused(_("There are many actions already. Take one out first."))
    return PlannedAction.objects.create(
        self_check=self_check, what=what, owner=owner, due_on=due_on
    )


@transaction.atomic
def remove_action(action: PlannedAction, *, actor: User) -> None:
    """Take a planned change out, while nothing is public yet."""
    lock_open(action.self_check, actor=actor)
    PlannedAction.objects.filter(pk=action.pk).delete()


@transaction.atomic
def mark_done(action: PlannedAction, *, actor: User, is_done: bool) -> PlannedAction:
    """Say in public that a planned change is made, or take that back."""
    action = PlannedAction.objects.select_for_update().get(pk=action.pk)
    require(can_self_check(actor, action.self_check.organization))
    action.done_on = timezone.localdate() if is_done else None
    action.save(update_fields=["done_on"])
    return action


@transaction.atomic
def finish(self_check: SelfCheck, *, actor: User, summary: str) -> SelfCheck:
    """Close a fully answered self-assessment for a year and put summary and actions on the public page."""
    self_check = lock_open(self_check, actor=actor)
    if progress_of(self_check).left:
        raise Refused(_("Some steps are not complete yet."))
    if not may_move(
        self_check, SelfCheckState.FINISHED, moves=SELF_CHECK_MOVES, by=Actor.ORGANIZATION
    ):
        raise WrongState
    # in one statement: what is finished has all of it, and the database lets it change no more
    self_check.state = SelfCheckState.FINISHED
    self_check.summary = summary
    self_check.finished_at = timezone.now()
    self_check.renew_by = timezone.localdate() + LASTS
    self_check.save(update_fields=["state", "summary", "finished_at", "renew_by"])
    organization = self_check.organization
    events.record(organization, "self_check_finished", by=Actor.ORGANIZATION, actor=actor)
    return self_check


def remind() -> int:
    """Tell teams, once and without content, that a year is nearly over; returns how many."""
    until = timezone.localdate() + REMIND_BEFORE
    rows = SelfCheck.objects.select_for_update(skip_locked=True).filter(
        state=SelfCheckState.FINISHED, renew_by__lte=until, reminded_at=None
    )
    reminded = 0
    for self_check in rows:
        if finished_self_checks(self_check.organization).first() == self_check:
            _tell_team(self_check.organization)
            reminded += 1
        SelfCheck.objects.filter(pk=self_check.pk).update(reminded_at=timezone.now())
    return reminded


def lock_open(self_check: SelfCheck, *, actor: User) -> SelfCheck:
    """Hold a self-assessment that is still being answered, for somebody who may."""
    rows = SelfCheck.objects.select_for_update(of=("self",)).select_related("organization")
    self_check = rows.get(pk=self_check.pk)
    require(can_self_check(actor, self_check.organization))
    if self_check.state != SelfCheckState.OPEN:
        raise Refused(_("This self-assessment is finished. It can't be changed any more."))
    return self_check


def _take_over_answers(self_check: SelfCheck, *, actor: User) -> None:
    """Start from what was said last time, for questions that are still asked."""
    last = finished_self_checks(self_check.organization).first()
    if last is None:
        return
    earlier = SelfCheckAnswer.objects.filter(self_check=last)
    by_key = dict(earlier.values_list("question__key", "text"))
    SelfCheckAnswer.objects.bulk_create(
        SelfCheckAnswer(
            self_check=self_check, question=question, text=by_key[question.key], saved_by=actor
        )
        for question in Question.objects.filter(question_set_id=self_check.question_set_id)
        if by_key.get(question.key)
    )


def _tell_team(organization: Organization) -> None:
    people = User.objects.filter(
        membership__organization=organization,
        membership__role__in=MAY_ARRANGE,
        membership__limited=False,
        is_active=True,
    )
    for user in people:
        tell(user, reverse("self_check"))
