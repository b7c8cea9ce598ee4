"""Noting look-alikes when a check is asked for, so that the desk sees them beside it."""

from collections.abc import Iterator

from organizations.models import LookAlike, Organization, Verification
from organizations.names import are_alike, domain_key, name_key

MOST = 10


def note(check: Verification) -> None:
    """Keep the organizations that one could take for this one."""
    LookAlike.objects.bulk_create(list(find(check))[:MOST])


def find(check: Verification) -> Iterator[LookAlike]:
    """Yield look-alikes of a check: by name first, else by website."""
    its_name, its_domain = name_key(check.name), domain_key(check.domain)
    others = Organization.objects.exclude(pk=check.organization_id).order_by("pk")
    for pk, name, domain in others.values_list("pk", "name", "domain").iterator():
        if are_alike(name_key(name), its_name):
            yield LookAlike(verification=check, other_id=pk, why=LookAlike.Why.NAME)
        elif domain == check.domain or are_alike(domain_key(domain), its_domain):
            yield LookAlike(verification=check, other_id=pk, why=LookAlike.Why.DOMAIN)
