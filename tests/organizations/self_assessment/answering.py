"""Answering the self-assessment, as the tests do it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from organizations.models import SelfAssessment, Step
from organizations.self_assessment import queries, services
from tests.factories import (
    acting,
)

PDF = b"%PDF-1.4 a policy %%EOF"


ROOT = "/org/self-check/"


def begin(user: User) -> SelfAssessment:
    with acting(user):
        return services.start(user.membership.organization, actor=user)


def fill(self_assessment: SelfAssessment, step: int, answer: str, user: User) -> None:
    with acting(user):
        asked = queries.asked_in(self_assessment, step)
        services.save_step(
            self_assessment,
            step=step,
            answers={one.question.pk: answer for one in asked},
            seen=queries.version_of(self_assessment, step),
            actor=user,
        )


def answer_all(user: User) -> SelfAssessment:
    self_assessment = begin(user)
    fill(self_assessment, Step.SCAN, "yes", user)
    for step in queries.WRITTEN_STEPS:
        fill(self_assessment, step, f"What we do in step {step}", user)
    with acting(user):
        services.add_action(
            self_assessment,
            actor=user,
            what="Pay within 7 days",
            owner="Head of finance",
            due_on=timezone.localdate() + timedelta(days=60),
        )
    return self_assessment


def finished(user: User, *, summary: str = "We pay late. We will change that.") -> SelfAssessment:
    self_assessment = answer_all(user)
    with acting(user):
        return services.finish(self_assessment, actor=user, summary=summary)


def form_of(client: Client, path: str, **changed: str) -> dict[str, str]:
    """Return what the page's form would send."""
    form = client.get(path).context["form"]
    sent = {name: str(form[name].value() or "") for name in form.fields}
    return sent | changed


def seen_by(user: User, look: Callable[[], Any]) -> Any:
    with acting(user):
        return look()
