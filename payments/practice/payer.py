"""Presses the buttons of the practice provider's pages, for the demo world."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


def pay(url: str) -> None:
    """Pay by card on a payment page."""
    _press(url, how="card")


def finish_setup(url: str) -> None:
    """Finish a set-up page."""
    _press(url)


def _press(url: str, **fields: str) -> None:
    """Open a page, then send its form with its token; where it leads to is not followed."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay())
    page = browser.open(url, timeout=20).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("the practice page has no form")
    data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token[1]}).encode()
    request = urllib.request.Request(url, data, {"Referer": url})  # noqa: S310 - loopback
    browser.open(request, timeout=20).close()


class _Stay(urllib.request.HTTPErrorProcessor):
    """Takes a redirect for an answer."""

    def http_response(self, request: urllib.request.Request, response):  # type: ignore[no-untyped-def]
        return response

    https_response = http_response
