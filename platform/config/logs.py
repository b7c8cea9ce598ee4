"""Logs name ids, never what people wrote: only known fields pass, and errors lose their message."""

import traceback
from typing import Any

import structlog

KEPT = frozenset(
    [
        "attempt",
        "case_id",
        "consultant_id",
        "contract_id",
        "count",
        "engagement_id",
        "event",
        "failure",
        "job",
        "level",
        "logger",
        "milestone_id",
        "organization_id",
        "payment_id",
        "posting_id",
        "seconds",
        "status",
        "status_code",
        "task",
        "timestamp",
        "user_id",
        "webhook_id",
        "where",
    ]
)

Event = dict[str, Any]


def name_the_failure(_logger: Any, _method: str, event: Event) -> Event:
    """Replace an exception by its type and places in our code: its message may hold a value."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["failure"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-4:]
        event["where"] = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]
    return event


def keep_known_fields(_logger: Any, _method: str, event: Event) -> Event:
    """Drop every field that isn't on the list."""
    return {key: value for key, value in event.items() if key in KEPT}


def unformatted(record: Any) -> bool:
    """Drop the arguments of foreign messages: `Not Found: %s` stays without its address."""
    if record.args:
        record.args = ()
    return True


def configuration() -> dict[str, Any]:
    """Return Django's LOGGING: one line of JSON an event, on standard error."""
    chain: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_the_failure,
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": chain,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            keep_known_fields,
            structlog.processors.JSONRenderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ids": formatter},
        "filters": {"unformatted": {"()": lambda: unformatted}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "ids",
                "filters": ["unformatted"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would mail and print values
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
