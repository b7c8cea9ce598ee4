"""Registering an organization and changing what it says of itself."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import events
from core.errors import Refused
from core.permissions import require
from core.states import Actor
from organizations.models import Membership, Organization, Role, Verification
from organizations.names import domain_of
from organizations.permissions import owns
from organizations.verification import services as checks


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
    checks.open_check(organization, actor=actor)
    return organization


@transaction.atomic
def change_details(
    organization: Organization, *, actor: User, name: str, website: str, country: str, about: str
) -> Verification | None:
    """Change what an organization says of itself; another name or website ends its check and asks anew.

    Returns the check that was asked for, or None where the old one stands.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    require(owns(actor, organization))
    before = (organization.name, organization.domain)
    organization.name, organization.website = name, website
    organization.domain = domain_of(website)
    organization.country, organization.about = country, about
    organization.save(update_fields=["name", "website", "domain", "country", "about"])
    events.record(organization, "details_changed", by=Actor.ORGANIZATION, actor=actor)
    if before == (organization.name, organization.domain):
        return None
    organization.refresh_from_db()  # the database has ended its check
    return checks.open_check(organization, actor=actor)
