"""The stand-in over HTTP: one thread a request, one world for all of them."""

import json
import random
import socket
import struct
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.payments.stripe_stand_in import faults, idempotency
from tests.payments.stripe_stand_in.answering import process
from tests.payments.stripe_stand_in.asked import Asked
from tests.payments.stripe_stand_in.control import control
from tests.payments.stripe_stand_in.specification import specification
from tests.payments.stripe_stand_in.webhooks import OUTGOING, deliver_for_ever
from tests.payments.stripe_stand_in.world import CURRENT, LOCK, WORLD, ApiError, Json

CONTROL = "/_control/"
LONG = 5


class Handler(BaseHTTPRequestHandler):
    """Answers requests of the API and of the tests."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Say nothing: the report says it."""

    def respond(self) -> None:
        """Answer one request."""
        address = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        method = self.command.lower()
        asked = Asked(method, address.path, address.query, body, self.headers)
        CURRENT.id, CURRENT.key = f"req_{random.getrandbits(56):014x}", asked.key
        if asked.path.startswith(CONTROL):
            self.reply(*_controlled(asked))
        else:
            self.respond_as_stripe(asked)

    do_GET = do_POST = do_DELETE = respond  # noqa: N815 - the names that `http.server` calls

    def respond_as_stripe(self, asked: Asked) -> None:
        """Answer as Stripe does, unless a test wants it to go wrong."""
        with LOCK:
            fault = faults.take(asked.where)
            idempotency.check_key(asked)
        if fault and fault["when"] == "before" and self.fail_before(fault, asked):
            return
        with LOCK:
            kept = idempotency.kept_answer(asked)
            under_way = None if kept else idempotency.begin(asked)
        if kept and fault:
            self.fail_after(fault, *kept[:2])
        elif kept:
            self.reply(*kept)
        elif under_way:
            self.reply(409, under_way)
        else:
            self.process(fault, asked)

    def process(self, fault: Json | None, asked: Asked) -> None:
        """Do what is asked for the first time."""
        try:
            if fault and fault["kind"] == "slow":
                time.sleep(fault.get("delay", 1))
            with LOCK:
                status, body = process(asked)
        finally:
            with LOCK:
                idempotency.end(asked)
        if fault and fault["when"] != "before":
            self.fail_after(fault, status, body)
        else:
            self.reply(status, body)

    def fail_before(self, fault: Json, asked: Asked) -> bool:
        """Go wrong before anything was done; say whether that ends it."""
        if self.broke_off(fault):
            return True
        with LOCK:
            answer = faults.answer_before(fault, asked)
        if answer:
            self.reply(*answer)
        return answer is not None

    def fail_after(self, fault: Json, status: int, body: Json) -> None:
        """Go wrong after everything was done."""
        if not self.broke_off(fault):
            self.reply(*faults.answer_after(fault, status, body))

    def broke_off(self, fault: Json) -> bool:
        """Break the connection, at once or after a while, if that is the fault."""
        if fault["kind"] not in ("reset", "timeout"):
            return False
        if fault["kind"] == "timeout":
            time.sleep(fault.get("delay", LONG))
        self.close_connection = True
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.connection.close()
        return True

    def reply(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        data = json.dumps(body).encode()
        self.send_response(status)
        told = {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            "Request-Id": CURRENT.id or "",
            **(headers or {}),
        }
        for name, value in told.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)


def _controlled(asked: Asked) -> tuple[int, Any]:
    path = asked.path.removeprefix(CONTROL)
    if path == "webhooks/flush":
        OUTGOING.join()  # without the lock, which every delivery needs
        return 200, {"deliveries": len(WORLD.deliveries)}
    try:
        with LOCK:
            return 200, control(path, json.loads(asked.body or b"{}"))
    except ApiError as refused:
        return refused.status, refused.body


def serve(port: int) -> None:
    """Serve until the process is ended; the first line says where (port 0: wherever one is free)."""
    threading.Thread(target=deliver_for_ever, daemon=True).start()
    version = specification().version
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    print(f"Stripe {version} at http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
