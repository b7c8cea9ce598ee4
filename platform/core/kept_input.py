"""What was typed on a page, kept in the session while the person does something else first.

It never stands in an address: a browser that others use too remembers those.
"""

from django.http import HttpRequest, QueryDict

KEPT = "typed"
LONGEST = 100_000  # what is typed on one page; a session is no place for more
LEAVE_OUT = frozenset({"csrfmiddlewaretoken"})

Pairs = list[tuple[str, str]]


def typed_pairs(request: HttpRequest) -> Pairs:
    """Return names and values as they were sent, without the form's token."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in LEAVE_OUT
        for value in values
    ]


def short_enough(pairs: Pairs) -> Pairs:
    """Return them, or nothing where they are too long to be kept."""
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= LONGEST else []


def keep_typed(request: HttpRequest) -> None:
    """Keep what was sent to this page until it is sent again."""
    request.session[KEPT] = {"path": request.path, "typed": short_enough(typed_pairs(request))}


def posted_or_kept(request: HttpRequest) -> QueryDict | None:
    """Return what was sent now, or on a look what was kept for this page; None for a first look."""
    if request.method == "POST":
        request.session.pop(KEPT, None)
        return request.POST
    kept = request.session.get(KEPT, {})
    if kept.get("path") != request.path or not kept["typed"]:
        return None
    typed = QueryDict(mutable=True)
    for name, value in kept["typed"]:
        typed.appendlist(name, value)
    return typed
