"""Registering an organization, and what an administrator decides about it."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from notices.services import tell
from organizations.models import Membership, Organization, OrganizationCheck, Role

CHECK_LASTS = timedelta(days=365)


@transaction.atomic
def register(
    *,
    actor: User,
    name: str,
    website: str,
    country: str,
    about: str,
    kind: str,
    own_name: str,
    title: str,
) -> Organization:
    """Enter a new organization, unchecked, with the person who registers it as its owner."""
    require(actor.is_member)
    User.objects.select_for_update().get(
        pk=actor.pk
    )  # two clicks: the second waits, then is refused
    if Membership.objects.filter(user=actor).exists():
        raise Refused(_("Your account belongs to an organization already."))
    organization = Organization.objects.create(
        name=name,
        website=website,
        domain=domain_of(website),
        country=country,
        about=about,
        kind=kind,
    )
    Membership.objects.create(
        organization=organization, user=actor, name=own_name, title=title, role=Role.OWNER
    )
    events.record(organization, "registered", by=Actor.ORGANIZATION, actor=actor)
    return organization


@transaction.atomic
def record_check(
    organization: Organization, *, actor: User, decision: str, how: str, kind: str
) -> OrganizationCheck:
    """Record whether the organization was shown to be real; if so it is checked for a year."""
    require(actor.is_administrator)
    if is_own(organization, actor):
        raise Refused(_("You have an address at this organization. Somebody else must decide."))
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    is_real = decision == OrganizationCheck.Decision.CHECKED
    until = timezone.now() + CHECK_LASTS if is_real else None
    check = OrganizationCheck.objects.create(
        organization=organization,
        decision=decision,
        how=how,
        kind=kind,
        decided_by=actor,
        until=until,
    )
    organization.checked_until, organization.kind = until, kind
    organization.save(update_fields=["checked_until", "kind"])
    events.record(organization, decision, by=Actor.ADMINISTRATOR, actor=actor)
    for user in people_of(organization):
        tell(user, "/org/check/")
    return check


def is_own(organization: Organization, actor: User) -> bool:
    """Whether an administrator has an address at the organization: then they may not decide."""
    return bool(organization.domain) and is_at(actor.email, organization.domain)


def is_at(email: str, domain: str) -> bool:
    """Whether an address belongs to a domain or to a part of it."""
    host = email.rpartition("@")[2].lower()
    return host == domain or host.endswith(f".{domain}")


def people_of(organization: Organization) -> QuerySet[User]:
    """Return the accounts that act for an organization now."""
    return User.objects.filter(membership__organization=organization, is_active=True)


def domain_of(website: str) -> str:
    """Return a website's host without `www.`, in small letters."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:120]
