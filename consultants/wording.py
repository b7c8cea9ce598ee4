"""The sentences that consent is given under: the pages show them and the ledger keeps them.

Change VERSION with any sentence here, in any language; a test compares.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from consultants.items import BY_NAME, Audience, Item, mask_of, names_in
from consultants.models import MayInvite, Permission, PermissionRequest, Takedown
from consultants.scope import Channel, Purpose, Scope, Use
from core.dates import day_in_words
from organizations.models import Membership, Organization

VERSION = "2026-11"


def lines(*parts: str) -> str:
    """Put sentences below each other, leaving out empty ones."""
    return "\n".join(part for part in parts if part)


def audience(item: Item, *, before: Audience, after: Audience) -> str:
    """Say who could see an item and who can from now on."""
    said = _("%(item)s. Who can see it: %(after)s. Before: %(before)s.") % {
        "item": item.label,
        "after": after.label,
        "before": before.label,
    }
    return lines(said, wider(after) if after > before else "")


def wider(after: Audience) -> str:
    """Say what it means that more people see something."""
    if after == Audience.ANYONE:
        return _(
            "Anyone who has your link can see it, signed in or not. You can't know who that is."
        )
    if after == Audience.CHECKED:
        return _(
            "Every organization that we checked can see it. We checked it is real. We did not check it is safe."
        )
    return _("You can take this back at any time. What somebody has seen, they have seen.")


def paused() -> str:
    """Say what a pause does."""
    return _("Hides your whole profile at once, until you come back. Work that runs goes on.")


def came_back() -> str:
    """Say what coming back does."""
    return _("Everything can be seen again as it was set before the pause.")


def may_invite(setting: MayInvite) -> str:
    """Say who may send an invitation from now on."""
    return _("Who may invite you: %(who)s.") % {"who": setting.label}


def blocked(organization: Organization) -> str:
    """Say what a block does."""
    return _("%(organization)s sees nothing of you while signed in. Nobody is told.") % {
        "organization": organization.name
    }


def unblocked(organization: Organization) -> str:
    """Say what taking a block away does."""
    return _("Your settings hold for %(organization)s again.") % {"organization": organization.name}


def person_blocked(person: User) -> str:
    """Say what blocking one person does."""
    return _("%(person)s sees nothing of you while signed in. Nobody is told.") % {
        "person": name_of(person)
    }


def person_unblocked(person: User) -> str:
    """Say what taking such a block away does."""
    return _("Your settings hold for %(person)s again.") % {"person": name_of(person)}


def name_of(person: User) -> str:
    """Name a member as consultants see them; somebody who left by nothing but that."""
    found = Membership.objects.select_related("organization").filter(user=person).first()
    return f"{found.name}, {found.organization.name}" if found else _("a former member")


def asked(organization: Organization, scope: Scope) -> str:
    """Say what an organization asks for."""
    return lines(
        _("%(organization)s asks to see or use this.") % {"organization": organization.name},
        *covered(scope),
        _("You can say no. You do not have to say why."),
    )


def permission(given: Permission) -> str:
    """Say what is permitted, to whom, what for and until when."""
    return lines(
        _("%(organization)s may see or use this.") % {"organization": given.organization.name},
        *covered(scope_of(given, until=given.valid_until)),
        _("You can stop it at any time. Then they do not see it any more."),
    )


def allowed(given: Permission, *, in_part: bool) -> str:
    """Say how much of a question was answered with yes."""
    said = (
        _("You allowed part of what %(organization)s asked.")
        if in_part
        else _("You allowed what %(organization)s asked.")
    )
    return said % {"organization": given.organization.name}


def not_allowed(organization: Organization) -> str:
    """Say what a no means."""
    return _("You did not allow it. %(organization)s sees the same as for no answer.") % {
        "organization": organization.name
    }


def taken_back(organization: Organization) -> str:
    """Say that a question is gone."""
    return _("%(organization)s took its question back.") % {"organization": organization.name}


def stopped(given: Permission) -> str:
    """Say what stopping does."""
    scope = scope_of(given, until=given.valid_until)
    return lines(
        _("%(organization)s may not see or use this any more.")
        % {"organization": given.organization.name},
        *covered_things(scope),
    )


def deletion_asked(organization: Organization, *, due_on: date) -> str:
    """Say what is asked after a stop."""
    return _("%(organization)s is asked to delete what it kept, by %(day)s.") % {
        "organization": organization.name,
        "day": day_in_words(due_on, weekday=False),
    }


def deletion_answered(takedown: Takedown) -> str:
    """Say what the organization says it did."""
    said = _("%(organization)s says: %(answer)s.") % {
        "organization": takedown.permission.organization.name,
        "answer": Takedown.Answer(takedown.answer).label,
    }
    return lines(said, takedown.note)


def covered(scope: Scope) -> list[str]:
    """Name everything that a scope says, a line each."""
    recipients = {"recipients": scope.recipients}
    return [
        *covered_things(scope),
        _("What for: %(purpose)s.") % {"purpose": Purpose(scope.purpose).label},
        scope.purpose_text,
        _("Who else will see it: %(recipients)s") % recipients if scope.recipients else "",
        _("Where: %(channel)s.") % {"channel": Channel(scope.channel).label},
        _("Until: %(day)s.") % {"day": day_in_words(scope.until, weekday=False)},
    ]


def covered_things(scope: Scope) -> list[str]:
    """Name the items of the profile, and what may be used in which output, a line each."""
    uses = ", ".join(str(use.label) for use in Use if use in scope.uses)
    return [
        _("Items: %(items)s.") % {"items": item_labels(mask_of(scope.items))}
        if scope.items
        else "",
        _("To use: %(uses)s.") % {"uses": uses} if uses else "",
        _("In: %(output)s") % {"output": scope.output} if uses else "",
        _("How many times: %(times)s.") % {"times": scope.uses_allowed} if uses else "",
    ]


def scope_of(row: Permission | PermissionRequest, *, until: datetime) -> Scope:
    """Return what a row covers."""
    return Scope(
        items=frozenset(row.item_names),
        purpose=row.purpose,
        until=until,
        purpose_text=row.purpose_text,
        recipients=row.recipients,
        channel=row.channel,
        uses=frozenset(row.use_list),
        output=row.output,
        uses_allowed=row.uses_allowed,
    )


def item_labels(items: int) -> str:
    """Name the items of a bitmask, in the usual order."""
    return ", ".join(str(BY_NAME[name].label) for name in names_in(items))
