"""What every kind of object has: it is listed, read by its id, and parts of it are changed."""

import copy
from typing import Any

from tests.payments.stripe_stand_in.calls import Call, Route
from tests.payments.stripe_stand_in.world import WORLD, Json, get

PAGE = 10


def lister(kind: str, *filters: str) -> Route:
    """Return the route of a list, newest first; of a transfer's reversals where one is named."""

    def list_objects(call: Call, *of_transfer: str) -> Json:
        rows = WORLD.of_kind(kind)[::-1]
        for key in filters:
            if call.params.get(key) is not None:
                rows = [row for row in rows if row.get(key) == call.params[key]]
        if of_transfer:
            rows = [row for row in rows if row.get("transfer") == of_transfer[0]]
        if kind == "payout":
            rows = [row for row in rows if WORLD.payout_owners[row["id"]] == call.owner]
        rows = _after(rows, call.params.get("starting_after"))
        size = call.params.get("limit", PAGE)
        more = len(rows) > size
        return {"object": "list", "data": rows[:size], "has_more": more, "url": call.path}

    return list_objects


def _after(rows: list[Json], last_seen: str | None) -> list[Json]:
    if not last_seen:
        return rows
    ids = [row["id"] for row in rows]
    return rows[ids.index(last_seen) + 1 :] if last_seen in ids else []


def getter(kind: str) -> Route:
    """Return the route of one object."""

    def get_object(call: Call, of_id: str) -> Json:
        return get(kind, of_id)

    return get_object


def updater(kind: str, *fields: str) -> Route:
    """Return the route that changes these fields, and the metadata key by key."""

    def update_object(call: Call, of_id: str) -> Json:
        found = get(kind, of_id)
        found.update({key: call.params[key] for key in fields if key in call.params})
        given = call.params.get("metadata")
        if given == "":
            found["metadata"] = {}
        elif given is not None:
            merged = {**found["metadata"], **given}
            found["metadata"] = {key: value for key, value in merged.items() if value != ""}
        return found

    return update_object


def expand(found: Json, wanted: list[str] | None) -> Json:
    """Return a copy in which these ids (`data.latest_charge`) are whole objects."""
    copied = copy.deepcopy(found)
    for path in wanted or []:
        _expand(copied, path.split("."))
    return copied


def _expand(inside: Any, parts: list[str]) -> None:
    if isinstance(inside, list):
        for one in inside:
            _expand(one, parts)
        return
    if not isinstance(inside, dict) or not parts:
        return
    first, *rest = parts
    named = inside.get(first)
    if isinstance(named, str) and named in WORLD.objects:
        inside[first] = copy.deepcopy(WORLD.objects[named])
    _expand(inside.get(first), rest)
