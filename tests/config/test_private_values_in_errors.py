"""When the database refuses a row it quotes the row. Nothing of that reaches the log or the page."""

import io
import logging
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from accounts.models import User
from accounts.signup.services import create_consultant
from core.views import ANYONE, allow
from tests.factories import PASSWORD
from tests.leaks.walk import everything_logged
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NAME = "Ysolde Harrowgate"
SECRETS = (NAME, "Bramblecote", "kestrel@mail.example", "zarnike")


@allow(ANYONE)
def breaks(request: HttpRequest) -> HttpResponse:
    """Insert a row that exists, with private values in locals, the form and the statement."""
    address = "11 Bramblecote Lane"
    assert address
    User.objects.create(username=request.POST["name"], kind="consultant")
    raise AssertionError("the database took it")


urlpatterns = [path("breaks/", breaks), path("", include("config.urls"))]


@pytest.fixture
def logged(settings: Any) -> Any:
    settings.ROOT_URLCONF = __name__
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    with everything_logged() as out:
        yield out


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_database_would_tell(settings: Any) -> None:
    """The ground of the other tests: the error itself quotes the value."""
    create_consultant(NAME, password=PASSWORD)
    with refused("accounts_user_username_key") as caught:
        User.objects.create(username=NAME, kind="consultant")
    assert NAME.lower() in str(caught.value).lower()


@pytest.mark.parametrize("debug", [True, False])
def test_a_refused_row_is_in_no_log_and_on_no_page(
    logged: io.StringIO, settings: Any, debug: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEBUG = debug
    create_consultant(NAME, password=PASSWORD)
    form = {"name": NAME, "email": "kestrel@mail.example", "introduction": "zarnike"}
    with transaction.atomic():
        answer = Client(raise_request_exception=False).post("/breaks/?q=zarnike", form)
        transaction.set_rollback(True)
    assert answer.status_code == 500
    text = logged.getvalue()
    assert '"failure": "IntegrityError"' in text or '"failure": "UniqueViolation"' in text
    assert secrets_in(text) == []
    out = capsys.readouterr()
    assert secrets_in(out.out + out.err) == []
    if not debug:
        assert secrets_in(answer.content.decode()) == []


def test_a_failed_job_tells_its_kind_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from core import outbox
    from core.models import Task

    def fails(task: outbox.Claim) -> None:
        address = "11 Bramblecote Lane"
        raise IntegrityError(f"Key (name)=({NAME}) already exists. DETAIL: {address}")

    monkeypatch.setitem(outbox._handlers, "tests.fails", fails)
    with transaction.atomic():
        outbox.enqueue("tests.fails")
    with everything_logged() as out:
        outbox.drain_once()
    assert '"failure": "IntegrityError"' in out.getvalue()
    assert secrets_in(out.getvalue()) == []
    assert Task.objects.get(name="tests.fails").error == "IntegrityError"


@pytest.mark.parametrize("how", ["exception", "message", "extra", "arguments"])
def test_however_a_value_is_logged_it_is_dropped(how: str) -> None:
    log = logging.getLogger("consultants.test")
    with everything_logged() as out:
        try:
            raise ValueError(NAME) from IntegrityError(f"DETAIL: {NAME}")
        except ValueError as error:
            if how == "exception":
                log.exception("task_failed")
            elif how == "message":
                log.error("failed: %s", error)
            elif how == "extra":
                log.error("task_failed", extra={"note": NAME, "detail": str(error)})
            else:
                log.error("%(name)s", {"name": NAME})
    assert out.getvalue()
    assert secrets_in(out.getvalue()) == []
