"""Looking at the pages of a piece of work."""

import re
from typing import Any

from django.test import Client

from accounts.models import User
from tests.engagements.work import Work
from tests.factories import (
    PASSWORD,
    signed_in,
)

OK, FOUND, CONFLICT, MISSING = 200, 302, 409, 404


def signed_in_again(user: User) -> Client:
    """Return a client whose person has just typed the password."""
    client = signed_in(user)
    assert client.post("/in/again/", {"password": PASSWORD}).status_code == FOUND
    return client


def page(client: Client, work: Work, rest: str = "") -> str:
    answer = client.get(f"/jobs/{work.engagement.code}/{rest}")
    assert answer.status_code == OK, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def filled(client: Client, work: Work, **changed: Any) -> dict[str, Any]:
    """Return what the form's page would send, with changes."""
    answer = client.get(f"/jobs/{work.engagement.code}/terms/change/")
    form = answer.context["form"]
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value is not None:
            data[field.html_name] = (
                field.field.widget.format_value(value) if field.name.startswith("due_on") else value
            )
    return data | changed
