"""A real name server on this machine, which says what a test lets it say: the truth, lies, or nothing."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

HOST = "127.0.0.1"
TOO_LONG_FOR_UDP = 1200


@dataclass
class DnsServer:
    """What the server knows, by name; names it does not know do not exist."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    points_to: dict[str, str] = field(default_factory=dict)
    rcodes: dict[str, dns.rcode.Rcode] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)  # the name is there, without such a record
    silent: set[str] = field(default_factory=set)
    garbage: set[str] = field(default_factory=set)
    about_another: set[str] = field(default_factory=set)  # answers what was not asked
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        """What belongs into the setting."""
        return f"{HOST}:{self.port}"

    def answer(self, wire: bytes, *, over_tcp: bool) -> bytes | None:
        """Return the bytes to send, None for silence."""
        query = dns.message.from_wire(wire)
        name = query.question[0].name
        text = name.to_text(omit_final_dot=True)
        self.asked.append(text)
        if text in self.silent:
            return None
        if text in self.garbage:
            return b"\x00\xff not a message"
        reply = dns.message.make_response(query, recursion_available=True)
        if text in self.rcodes:
            reply.set_rcode(self.rcodes[text])
        elif text in self.points_to:
            target = self.points_to[text]
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", f"{target}."))
            self._add_texts(reply, dns.name.from_text(target))
        elif text in self.about_another:
            self._add_texts(reply, dns.name.from_text("another.example"), self.texts[text])
        elif text in self.texts:
            self._add_texts(reply, name)
        elif text not in self.empty:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return self._cut(reply, over_tcp=over_tcp)

    def _add_texts(
        self, reply: dns.message.Message, name: dns.name.Name, texts: list[str] | None = None
    ) -> None:
        if reply.question[0].rdtype != dns.rdatatype.TXT:
            return
        for text in texts or self.texts.get(name.to_text(omit_final_dot=True), []):
            pieces = [text[i : i + 200] for i in range(0, len(text), 200)]
            quoted = " ".join(f'"{piece}"' for piece in pieces)
            rrset = reply.find_rrset(
                reply.answer,
                name,
                1,
                dns.rdatatype.TXT,
                create=True,  # type: ignore[arg-type]
            )
            rrset.update(dns.rrset.from_text(name, 60, "IN", "TXT", quoted))

    @staticmethod
    def _cut(reply: dns.message.Message, *, over_tcp: bool) -> bytes:
        wire = reply.to_wire(max_size=65_535)
        if over_tcp or len(wire) <= TOO_LONG_FOR_UDP:
            return wire
        reply.answer.clear()
        reply.flags |= dns.flags.TC
        return reply.to_wire()


def _handlers(server: DnsServer) -> tuple[Any, Any]:
    class Datagram(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, socket = self.request
            reply = server.answer(wire, over_tcp=False)
            if reply is not None:
                socket.sendto(reply, self.client_address)

    class Stream(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            length = int.from_bytes(self.rfile.read(2), "big")
            reply = server.answer(self.rfile.read(length), over_tcp=True)
            if reply is not None:
                self.wfile.write(len(reply).to_bytes(2, "big") + reply)

    return Datagram, Stream


@pytest.fixture
def dns_server(settings: Any) -> Iterator[DnsServer]:
    """Run a name server over UDP and TCP, and let the checks of organizations ask it."""
    server = DnsServer()
    udp, tcp = _on_one_port(*_handlers(server))
    server.port = udp.server_address[1]
    with udp, tcp:
        for one in (udp, tcp):
            one.daemon_threads = True
            threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True).start()
        settings.DNS_SERVERS = [server.address]
        yield server
        for one in (udp, tcp):
            one.shutdown()


def _on_one_port(
    datagram: type[socketserver.BaseRequestHandler], stream: type[socketserver.StreamRequestHandler]
) -> tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]:
    """Take a port that is free for both: one that is free for datagrams may be taken for streams."""
    while True:
        udp = socketserver.ThreadingUDPServer((HOST, 0), datagram)
        try:
            return udp, socketserver.ThreadingTCPServer(udp.server_address, stream)
        except OSError:
            udp.server_close()
