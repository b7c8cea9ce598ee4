"""`manage.py practice`: a payment provider to practise with. No money moves."""

import os
import signal
import sys
from socketserver import ThreadingMixIn
from types import FrameType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandParser
from django.test.utils import override_settings
from whitenoise import WhiteNoise

HOST = "127.0.0.1"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.NoStoreMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


class Command(BaseCommand):
    help = "Play the payment provider on this machine: pages, answers and signed events."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--webhook-url", required=True)

    def handle(self, *args: Any, port: int, webhook_url: str, **options: Any) -> None:
        """Serve on loopback until the process is ended."""
        refuse_outside_practice(webhook_url)
        from payments.practice import process

        process.start(webhook_url)
        signal.signal(signal.SIGTERM, end)
        with override_settings(ROOT_URLCONF="payments.practice.urls", MIDDLEWARE=MIDDLEWARE):
            application = WhiteNoise(
                WSGIHandler(), root=str(settings.ROOT / "static"), prefix="static/"
            )
            server = make_server(HOST, port, application, ThreadingServer, QuietHandler)
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                server.server_close()


class ThreadingServer(ThreadingMixIn, WSGIServer):
    """One thread a request; none outlives the process."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        """Keep quiet."""


def refuse_outside_practice(webhook_url: str) -> None:
    """Stop where somebody could take it for a real provider."""
    if not settings.DEBUG:
        sys.exit("The practice provider is for development: DEBUG is off.")
    if settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_")):
        sys.exit("The practice provider does not start with a live STRIPE_SECRET_KEY.")
    if not webhook_url.startswith((f"http://{HOST}:", "http://localhost:")):
        sys.exit("The practice provider sends its events to this machine only.")


def end(number: int, frame: FrameType | None) -> None:
    """End at once: the memory is on the disk after every change."""
    os._exit(0)
