"""Who may do what for an organization: live members by role, unless their powers are narrowed."""

from accounts.models import User
from organizations.models import Membership, Organization, Role

ALL_ROLES = frozenset(Role.values)
MAY_ARRANGE = frozenset({Role.OWNER, Role.COORDINATOR})
MAY_PAY = frozenset({Role.OWNER, Role.FINANCE})
MAY_SPEAK = frozenset({Role.OWNER})  # for what the organization is: its check, its name


def has_power(
    actor: User, organization: Organization | int, *, roles: frozenset[str] = MAY_ARRANGE
) -> bool:
    """Whether the actor is a live, unlimited member of the organization in one of these roles."""
    organization_id = organization if isinstance(organization, int) else organization.pk
    return Membership.objects.filter(
        user_id=actor.pk, organization_id=organization_id, role__in=roles, limited=False
    ).exists()


def owns(actor: User, organization: Organization) -> bool:
    """Whether somebody is a live owner of the organization."""
    return has_power(actor, organization, roles=MAY_SPEAK)


def can_check(actor: User, organization: Organization) -> bool:
    """Whether an administrator may look at and decide about this organization."""
    return actor.is_administrator and not is_own(actor, organization)


def is_own(actor: User, organization: Organization) -> bool:
    """Whether an administrator has an address at the organization: then they may not decide."""
    return bool(organization.domain) and is_at(actor.email, organization.domain)


def is_at(email: str, domain: str) -> bool:
    """Whether an address belongs to a domain or to a part of it."""
    host = email.rpartition("@")[2].lower()
    return host == domain or host.endswith(f".{domain}")
