"""A practice provider of its own for each journey, and a worker's hands."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import base_url, browser_type_launch_args
from tests.dns_server import dns_server
from tests.payments.stand_in import ROOT, free_port, wait_until

__all__ = ["base_url", "browser_type_launch_args", "dns_server"]


def listens(port: int) -> bool:
    """Whether somebody answers at a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def practice(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[str]:
    """Start the practice provider; its events come to the live server."""
    port = free_port()
    hook = f"{live_server.url.replace('localhost', '127.0.0.1')}/stripe/webhook/"
    settings.STRIPE_API_BASE = f"http://127.0.0.1:{port}"
    settings.STRIPE_SECRET_KEY = "sk_test_practice"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_practice"]
    settings.BASE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path / "files"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": policy | {"form-action": [*policy["form-action"], settings.STRIPE_API_BASE]}
    }
    environment = os.environ | {"DATA_DIR": str(tmp_path), "BASE_URL": live_server.url}
    command = [sys.executable, str(ROOT / "manage.py"), "practice", "--port", str(port)]
    process = subprocess.Popen([*command, "--webhook-url", hook], env=environment)
    try:
        wait_until(lambda: listens(port), seconds=30)
        yield settings.STRIPE_API_BASE
    finally:
        process.terminate()
        process.wait(10)
