"""The sentences that consent is given under: the pages show them and the ledger keeps them.

Change VERSION with any sentence here, in any language; a test compares.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from consultants.consent_scope import Channel, Purpose, Use
from consultants.items import BY_NAME, Audience, Item, names_in
from consultants.models import Consent, MayInvite, Takedown
from consultants.models.consent import Scoped
from core.dates import day_in_words
from core.facts import Fact, listed
from organizations.models import Membership, Organization

VERSION = "2026-11c"


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
            "Anyone who has your link can see it, signed in or not. Every organization that signed up here can find it, checked or not. You can't know who that is."
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
    return _("When you come back, everything can be seen again as it was set before.")


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


def asked(organization: Organization, request: Scoped, *, until: datetime) -> str:
    """Say what an organization asks for, as the consultant reads it before answering."""
    return lines(
        _("%(name)s asks you") % {"name": organization.name},
        *written(rows_of(request, until=until)),
        what_no_means(),
        what_was_seen(),
    )


def what_no_means() -> str:
    """Say that a no is free."""
    return " ".join(
        (
            _("You can say no. You do not have to say why."),
            _("If you say no, nothing else changes. They see the same as for no answer."),
        )
    )


def what_was_seen() -> str:
    """Say what stopping can't do."""
    return _("What somebody has seen, they have seen. Stopping later does not undo that.")


def consent(given: Consent) -> str:
    """Say what is permitted, to whom, what for and until when."""
    return lines(*written(rows_of_consent(given)))


def stopped(given: Consent) -> str:
    """Say what was stopped, and what that does."""
    return lines(consent(given), what_stopping_does())


def what_stopping_does() -> str:
    """Say before a stop what follows: it holds at once, the organization is asked to delete, work goes on."""
    return _(
        "Stopping holds at once. We then ask them to delete what they kept. Work that runs goes on."
    )


def allowed(given: Consent, *, in_part: bool) -> str:
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


def deletion_asked(takedown: Takedown) -> str:
    """Say what is to be deleted after a stop, or after less is permitted."""
    said = _("%(organization)s is asked to delete what it kept, by %(day)s.") % {
        "organization": takedown.consent.organization.name,
        "day": day_in_words(takedown.due_on, weekday=False),
    }
    items = item_labels(takedown.items)
    return lines(said, *written([Fact(_("Items of the profile"), items)] if items else []))


def deletion_answered(takedown: Takedown) -> str:
    """Say what the organization says it did."""
    said = _("%(organization)s says: %(answer)s.") % {
        "organization": takedown.consent.organization.name,
        "answer": Takedown.Answer(takedown.answer).label,
    }
    return lines(said, takedown.note)


def rows_of_consent(given: Consent) -> list[Fact]:
    """Return what a permission says, line by line; the page before it is given shows the same lines."""
    return [Fact(_("Who"), given.organization.name), *rows_of(given, until=given.valid_until)]


def rows_of(row: Scoped, *, until: datetime) -> list[Fact]:
    """Return what a request or a permission covers; the pages show the same rows."""
    items = item_labels(row.items)
    purpose = lines(str(Purpose(row.purpose).label), row.purpose_text)
    return [
        *([Fact(_("Items of the profile"), items)] if items else []),
        *(_rows_of_use(row) if row.uses else []),
        Fact(_("What for"), purpose),
        Fact(_("Who else will see it"), row.recipients or _("Nobody outside the team")),
        Fact(_("Where it may appear"), str(Channel(row.channel).label)),
        Fact(_("Until"), day_in_words(until, weekday=False)),
    ]


def _rows_of_use(row: Scoped) -> list[Fact]:
    return [
        Fact(_("Use outside this application"), listed(Use, row.use_list)),
        Fact(_("The output"), row.output),
        Fact(_("How many times"), str(row.uses_allowed)),
    ]


def written(rows: list[Fact]) -> list[str]:
    """Write each row as one line."""
    return [str(row) for row in rows]


def item_labels(items: int) -> str:
    """Name the items of a bitmask, in the usual order."""
    return ", ".join(str(BY_NAME[name].label) for name in names_in(items))
