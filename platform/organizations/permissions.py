"""Who may do what for an organization: live members by role, unless their powers are narrowed."""

from accounts.models import User
from organizations.models import Membership, Organization, Role

ALL_ROLES = frozenset(Role.values)
MAY_ARRANGE = frozenset({Role.OWNER, Role.COORDINATOR})
MAY_PAY = frozenset({Role.OWNER, Role.FINANCE})


def has_power(
    actor: User, organization: Organization | int, *, roles: frozenset[str] = MAY_ARRANGE
) -> bool:
    """Whether the actor is a live, unlimited member of the organization in one of these roles."""
    organization_id = organization if isinstance(organization, int) else organization.pk
    return Membership.objects.filter(
        user_id=actor.pk, organization_id=organization_id, role__in=roles, limited=False
    ).exists()
