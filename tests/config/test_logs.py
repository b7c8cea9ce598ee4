"""Logs name ids and kinds of failures, never what somebody wrote."""

import json
import logging
import logging.config

from config import logs

SECRET = "Ana lives in Lima"


def line_of(record: logging.LogRecord) -> str:
    made = logs.configuration()["formatters"]["ids"]
    formatter = made["()"](
        foreign_pre_chain=made["foreign_pre_chain"], processors=made["processors"]
    )
    logs.unformatted(record)
    return str(formatter.format(record))


def test_a_failure_keeps_its_kind_and_loses_its_message() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        found = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "task_failed", None, found)
    record.task = 7
    record.note = SECRET
    line = line_of(record)
    assert SECRET not in line
    kept = json.loads(line)
    assert (kept["event"], kept["task"], kept["failure"]) == ("task_failed", 7, "ValueError")
    assert kept["where"][0].startswith("test_logs.py:")


def test_arguments_of_a_message_are_dropped() -> None:
    record = logging.LogRecord("x", logging.WARNING, "f", 1, "Not Found: %s", (SECRET,), None)
    assert SECRET not in line_of(record)
