"""Who may ask a consultant for something, in one place."""

from accounts.models import User
from organizations.models import Organization
from organizations.permissions import has_power


def can_ask(actor: User, organization: Organization | int) -> bool:
    """Whether the actor may ask for permissions, record uses, and answer for what was kept."""
    return actor.is_member and has_power(actor, organization)
