"""Looking into a domain's records for the text that shows whose domain it is. Network only, no tables.

The record lies under a name of its own, so that answers stay small. Another domain that this name
points to (CNAME) proves nothing: a wildcard may lead to a host where anybody can write.
"""

from urllib.parse import urlsplit

import dns.exception
import dns.name
import dns.nameserver
import dns.resolver
from django.conf import settings

from organizations.models import DnsState

LABEL = "_equal-terms"
TRY_SECONDS = 2.0
MOST_SECONDS = 5.0  # in all, whatever the servers do; well within the lease of a job
MOST_RECORDS = 50
DNS_PORT = 53


def record_name(domain: str) -> str:
    """Return the name under which the record belongs."""
    return f"{LABEL}.{domain}"


def record_text(token: str) -> str:
    """Return the text that the record must have."""
    return f"equal-terms={token}"


def look(domain: str, *, token: str) -> DnsState:
    """Ask the name servers once and say what is there; every failure is an answer, none is raised."""
    try:
        name = dns.name.from_text(record_name(domain))
    except (dns.exception.DNSException, UnicodeError):
        return DnsState.NO_DOMAIN
    try:
        answer = _resolver().resolve(
            name, "TXT", search=False, raise_on_no_answer=False, lifetime=MOST_SECONDS
        )
    except dns.resolver.NXDOMAIN:
        return DnsState.MISSING if _exists(domain) else DnsState.NO_DOMAIN
    except (dns.exception.DNSException, OSError):
        return DnsState.NO_ANSWER
    if answer.canonical_name != name:
        return DnsState.ELSEWHERE
    return _read(answer, record_text(token))


def _read(answer: dns.resolver.Answer, wanted: str) -> DnsState:
    if answer.rrset is None:
        return DnsState.MISSING
    texts = [b"".join(record.strings) for record in list(answer.rrset)[:MOST_RECORDS]]
    return DnsState.FOUND if wanted.encode() in texts else DnsState.OTHER


def _exists(domain: str) -> bool:
    """Whether the domain itself is known; a mistake in the address is told as one."""
    try:
        _resolver().resolve(
            dns.name.from_text(domain),
            "SOA",
            search=False,
            raise_on_no_answer=False,
            lifetime=MOST_SECONDS,
        )
    except dns.resolver.NXDOMAIN:
        return False
    except (dns.exception.DNSException, OSError, UnicodeError):
        return True  # not known to be missing
    return True


def _resolver() -> dns.resolver.Resolver:
    """Return a resolver without a cache, at the operator's name servers or the machine's own."""
    resolver = dns.resolver.Resolver(configure=not settings.DNS_SERVERS)
    if settings.DNS_SERVERS:
        places = [urlsplit(f"//{text}") for text in settings.DNS_SERVERS]
        resolver.nameservers = [
            dns.nameserver.Do53Nameserver(place.hostname or "", place.port or DNS_PORT)
            for place in places
        ]
    resolver.timeout = TRY_SECONDS
    return resolver
