"""Sessions slide: each use moves the end, written at most once a minute."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

USED_AT = "_used_at"
SECONDS_BETWEEN_WRITES = 60


class SlidingSessionMiddleware:
    """Save a session that is in use, so that it ends 15 minutes after its last use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if session.session_key:  # nobody without a session gets one here
            used_at = session.get(USED_AT, 0)  # reads it; one that has ended becomes empty
            now = int(time.time())
            if not session.is_empty() and now - used_at >= SECONDS_BETWEEN_WRITES:
                session[USED_AT] = now
        return self.get_response(request)
