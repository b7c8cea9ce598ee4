"""Who may do what for an organization: live members by role, unless their powers are narrowed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organizations.models import Membership, Organization, Role

ALL_ROLES = frozenset(Role.values)
MAY_ARRANGE = frozenset({Role.OWNER, Role.COORDINATOR})
MAY_PAY = frozenset({Role.OWNER, Role.FINANCE})
MAY_SPEAK = frozenset({Role.OWNER})  # for what the organization is: its check, its name
MAY_MANAGE = frozenset({Role.OWNER})
READ = "_membership_read"


@dataclass(frozen=True)
class Power:
    """Something that may be done for an organization, and by whom."""

    label: str | Promise
    roles: frozenset[Role]

    @property
    def names(self) -> str:
        """The roles in words."""
        return ", ".join(str(role.label) for role in Role if role in self.roles)


# What the team page and docs/roles.md show. The sets are the ones that the checks below ask.
POWERS = (
    Power(_("Invite, remove and change people of the team"), MAY_MANAGE),
    Power(_("Post projects and invite consultants"), MAY_ARRANGE),
    Power(_("Agree terms, sign and approve work"), MAY_ARRANGE),
    Power(_("Answer the self-assessment"), MAY_ARRANGE),
    Power(_("Pay in"), MAY_PAY),
    Power(_("See the projects and the work"), frozenset(Role)),
)


def has_power(
    actor: User, organization: Organization | int, *, roles: frozenset[str] = MAY_ARRANGE
) -> bool:
    """Whether the actor is a live, unlimited member of the organization in one of these roles."""
    organization_id = organization if isinstance(organization, int) else organization.pk
    known: Membership | None = vars(actor).get(READ)
    if known is not None:
        is_live = known.organization_id == organization_id and not known.limited
        return is_live and known.role in roles
    return Membership.objects.filter(
        user_id=actor.pk, organization_id=organization_id, role__in=roles, limited=False
    ).exists()


def remember(actor: User, membership: Membership) -> None:
    """Let a page that only shows something ask for powers without asking for the membership again.

    A step that changes something asks anew, in its own transaction.
    """
    vars(actor)[READ] = membership


def is_arranger(actor: User, organization: Organization | int) -> bool:
    """Whether posting and inviting is the actor's part; without the lessons they only read."""
    return actor.is_member and has_power(actor, organization)


def owns(actor: User, organization: Organization) -> bool:
    """Whether somebody is a live owner of the organization."""
    return has_power(actor, organization, roles=MAY_SPEAK)


def can_verify(actor: User, organization: Organization) -> bool:
    """Whether an administrator may look at and decide about this organization."""
    return actor.is_administrator and not is_own(actor, organization)


def is_own(actor: User, organization: Organization) -> bool:
    """Whether an administrator has an address at the organization: then they may not decide."""
    return bool(organization.domain) and is_at(actor.email, organization.domain)


def can_manage_team(actor: User, organization: Organization) -> bool:
    """Whether the actor may invite, remove and change people, and read the team's history."""
    return has_power(actor, organization, roles=MAY_MANAGE)


def can_remove(actor: User, membership: Membership) -> bool:
    """Whether the actor may end a membership: owners anybody's, everybody their own."""
    return membership.user_id == actor.pk or can_manage_team(actor, membership.organization)


def can_self_assess(actor: User, organization: Organization) -> bool:
    """Whether the actor may answer the self-assessment and finish it."""
    return has_power(actor, organization)


def can_read_self_assessment(actor: User, organization: Organization) -> bool:
    """Whether the actor may read the answers and the evidence."""
    return has_power(actor, organization, roles=ALL_ROLES)


def can_write_questions(actor: User) -> bool:
    """Whether the actor may write and publish the questions of the self-assessment."""
    return actor.is_administrator and actor.is_active


def is_at(email: str, domain: str) -> bool:
    """Whether an address belongs to a domain or to a part of it."""
    host = email.rpartition("@")[2].lower()
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))
