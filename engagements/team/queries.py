"""Who in an organization has a part in one piece of work, and which."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.models.engagement import EngagementUserObjectPermission
from organizations.lookups import team_of
from organizations.models import Membership
from organizations.permissions import MAY_ARRANGE, MAY_PAY

VIEW = "view_engagement"
POWERS: dict[str, str | Promise] = {
    VIEW: _("Takes part: sees the work and what the consultant shares for it"),
    "change_engagement": _("Agrees terms and approves work"),
    "sign_engagement": _("Signs"),
    "pay_engagement": _("Pays in"),
}


@dataclass(frozen=True)
class Part:
    """One member and what they do in this work."""

    member: Membership
    does: list[str]
    is_arranger: bool
    has_part: bool


def parts_in(engagement: Engagement) -> list[Part]:
    """Return the whole team, those with a part in this work first."""
    named = powers_in(engagement)
    parts = [
        _part(member, named.get(member.user_id, frozenset()))
        for member in team_of(engagement.organization)
    ]
    return sorted(parts, key=lambda part: not part.has_part)


def powers_in(engagement: Engagement) -> dict[int, frozenset[str]]:
    """Return the named powers over this work, by account."""
    rows = EngagementUserObjectPermission.objects.filter(content_object=engagement)
    found: dict[int, set[str]] = {}
    for user_id, codename in rows.values_list("user_id", "permission__codename"):
        found.setdefault(user_id, set()).add(codename)
    return {user_id: frozenset(names) for user_id, names in found.items()}


def powers_open_to(member: Membership) -> list[str]:
    """Return what may be given to a member for one piece of work, beside what the role gives."""
    if is_arranger(member):
        return []
    return list(POWERS) if member.limited else [VIEW]


def is_arranger(member: Membership) -> bool:
    """Whether the member speaks for the whole organization anyway."""
    return member.role in MAY_ARRANGE and not member.limited


def _part(member: Membership, named: frozenset[str]) -> Part:
    does: list[str | Promise]
    if is_arranger(member):
        does = [_("Speaks for the organization")]
    elif member.limited:
        does = [POWERS[name] for name in POWERS if name in named]
    else:
        does = [POWERS[VIEW]] if VIEW in named else [_("Sees the work")]
        does += [POWERS["pay_engagement"]] if member.role in MAY_PAY else []
    has_part = is_arranger(member) or VIEW in named
    return Part(member, [str(one) for one in does], is_arranger(member), has_part)
