"""A server starts with settings of its own, or says in one sentence what is missing."""

import base64
from typing import Any

import pytest

from config import environment
from config.environment import Misconfigured

KEY = base64.b64encode(bytes(range(32))).decode()
GOOD = {
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "DATA_KEY": KEY,
    "PEOPLE_CODE_KEY": KEY,
    "BASE_URL": "https://example.org",
    "DATABASE_URL": "postgres://equal_web:x@localhost/equalterms",
    "DATABASE_OWNER_URL": "postgres://equal_owner:x@localhost/equalterms",
    "CELERY_BROKER_URL": "redis://localhost/0",
    "STRIPE_SECRET_KEY": "sk_test_ours",
    "STRIPE_WEBHOOK_SECRET": ["whsec_ours"],
    "EMAIL_URL": "smtp://localhost:25",
}


def check(**changed: Any) -> None:
    values = {s.name: s.default for s in environment.TABLE} | GOOD | changed
    environment.require_consistent(values)
    if not values["DEBUG"]:
        environment.require_for_production(values)


def test_a_servers_own_settings_are_accepted() -> None:
    check()


@pytest.mark.parametrize("name", [s.name for s in environment.TABLE if s.required])
def test_what_a_server_needs_is_named_when_it_is_missing(name: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        check(**{name: ""})


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": environment.DEMO_KEYS["SECRET_KEY"]}, "SECRET_KEY is a demo key"),
        ({"DATA_KEY": environment.DEMO_KEYS["DATA_KEY"]}, "DATA_KEY is a demo key"),
        (
            {"PEOPLE_CODE_KEY": environment.DEMO_KEYS["PEOPLE_CODE_KEY"]},
            "PEOPLE_CODE_KEY is a demo",
        ),
        ({"STRIPE_SECRET_KEY": environment.DEMO_STRIPE_KEY}, "STRIPE_SECRET_KEY is the practice"),
        ({"STRIPE_WEBHOOK_SECRET": ["whsec_ours", "whsec_practice"]}, "STRIPE_WEBHOOK_SECRET"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have"),
        ({"BASE_URL": "http://example.org"}, "BASE_URL must begin with https"),
        ({"DATABASE_URL": GOOD["DATABASE_OWNER_URL"]}, "DATABASE_URL must be another login"),
    ],
)
def test_a_server_refuses_what_belongs_to_a_demo(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Misconfigured, match=words):
        check(**changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"STRIPE_SECRET_KEY": "sk_live_x", "DEBUG": True}, "live STRIPE_SECRET_KEY"),
        (
            {"STRIPE_SECRET_KEY": "rk_live_x", "STRIPE_API_BASE": "http://127.0.0.1:1"},
            "STRIPE_API_BASE",
        ),
        ({"DATABASE_URL": "", "DEBUG": True}, "set DATABASE_URL"),
        ({"DATABASE_ROLE": "root"}, "DATABASE_ROLE"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL must begin with postgres"),
        ({"DATA_KEY": "c2hvcnQ="}, "DATA_KEY must be 32"),
        ({"DATA_KEYS_BEFORE": [KEY, "c2hvcnQ="]}, "Each of DATA_KEYS_BEFORE must be 32"),
        ({"PEOPLE_CODE_KEY": "not base64"}, "PEOPLE_CODE_KEY must be 16 or 32"),
        ({"PORT": 70_000}, "PORT is a number"),
        ({"PAY_FLOOR_HOURLY": 0}, "PAY_FLOOR_HOURLY"),
        ({"BASE_URL": "https://example.org/app"}, "BASE_URL has no path"),
    ],
)
def test_settings_at_odds_stop_the_start(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Misconfigured, match=words):
        check(**changed)


def test_a_number_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    with pytest.raises(Misconfigured, match="PORT can't be read"):
        environment.read()
