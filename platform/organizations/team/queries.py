"""Reading a team: who is in it, who was asked, and what was done."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Event
from organizations.models import (
    FormerMember,
    Organization,
    Role,
    TeamInvitation,
)
from organizations.states import TeamInvitationState

MEMBER, INVITATION = "organizations.membership", "organizations.teaminvitation"
WORDS: dict[str, str | Promise] = {
    "joined": _("%(who)s joined the team"),
    "role_changed": _("%(who)s: the role of %(whom)s changed"),
    "removed": _("%(who)s removed %(whom)s"),
    "left": _("%(who)s left the team"),
    "invited": _("%(who)s invited %(whom)s"),
    "withdrawn": _("%(who)s took back the invitation of %(whom)s"),
    "named": _("%(who)s put %(whom)s on a piece of work"),
    "unnamed": _("%(who)s took %(whom)s off a piece of work"),
    "registered": _("%(who)s registered the organization"),
    "self_check_started": _("%(who)s began the self-assessment"),
    "self_check_finished": _("%(who)s finished the self-assessment"),
}


@dataclass(frozen=True)
class Moment:
    """One line of a team's history."""

    at: datetime
    text: str
    roles: str


def waiting_invitations(organization: Organization) -> QuerySet[TeamInvitation]:
    """Return the links that can still be used, newest first."""
    rows = organization.team_invitations.filter(
        state=TeamInvitationState.SENT, ends_at__gt=clock.now()
    )
    return rows.order_by("-pk")


def history_of(organization: Organization) -> QuerySet[Event]:
    """Return what was done in a team, newest first."""
    members = [*organization.memberships.values_list("pk", flat=True)]
    members += organization.former_members.values_list("membership_id", flat=True)
    invitations = organization.team_invitations.values_list("pk", flat=True)
    of_people = Q(subject=MEMBER, subject_id__in=members)
    of_invitations = Q(subject=INVITATION, subject_id__in=list(invitations))
    of_itself = Q(subject="organizations.organization", subject_id=organization.pk)
    told = Q(name__in=WORDS) | Q(name="moved", after=TeamInvitationState.WITHDRAWN)
    rows = Event.objects.filter(of_people | of_invitations | of_itself, told)
    return rows.order_by("-pk")


def in_words(organization: Organization, rows: list[Event]) -> list[Moment]:
    """Put a page of history into words, with the names of those who left."""
    people = dict(organization.memberships.values_list("user_id", "name"))
    members = dict(organization.memberships.values_list("pk", "name"))
    for one in FormerMember.objects.filter(organization=organization).order_by("pk"):
        people.setdefault(one.user_id, one.name)
        members[one.membership_id] = one.name
    asked = dict(organization.team_invitations.values_list("pk", "email"))
    return [_moment(row, people, members, asked) for row in rows]


def _moment(
    row: Event, people: dict[int, str], members: dict[int, str], asked: dict[int, str]
) -> Moment:
    names = asked if row.subject == INVITATION else members
    is_move = row.name == "moved"
    said = WORDS[row.after if is_move else row.name] % {
        "who": people.get(row.actor_id or 0) or _("Somebody"),
        "whom": names.get(row.subject_id) or _("somebody"),
    }
    steps = [roles_in_words(part) for part in (row.before, row.after) if part and not is_move]
    return Moment(row.at, str(said), " → ".join(steps))


def roles_in_words(stored: str) -> str:
    """Return a role as the history keeps it ("viewer limited") in words."""
    role, _space, limited = stored.partition(" ")
    label = str(Role(role).label) if role in Role.values else ""
    # not inside an f-string: strings for translation are not found there
    return _("%(role)s (named work only)") % {"role": label} if label and limited else label
