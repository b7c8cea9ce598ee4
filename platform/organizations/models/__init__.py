"""Organizations, the people who act for them, and what was checked about them."""

from organizations.models.check import OrganizationCheck
from organizations.models.membership import Membership, Role
from organizations.models.organization import WATCHED_KINDS, Kind, Organization

__all__ = ["WATCHED_KINDS", "Kind", "Membership", "Organization", "OrganizationCheck", "Role"]
