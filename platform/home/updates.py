"""What is new for a person, in words they know and one line for each page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.viewer import Viewer
from engagements.models import Engagement, Posting
from notices.models import Notice

MOST = 5
WORK, PROJECT = "work", "org_project"
WORDS: dict[str, str | Promise] = {
    "org_check_answer": _("Do you know this organization?"),
    "org_check": _("The check of your organization"),
    "team": _("Your team"),
    "self_check": _("The self-assessment"),
    "account": _("Your account"),
    "money": _("Your money"),
    "invitation": _("An invitation"),
    "saved_projects": _("What you keep"),
    "asked": _("You are asked for a permission"),
    "permission": _("A permission that you gave"),
    "org_permissions": _("What people share with you"),
}


@dataclass(frozen=True)
class Update:
    """One line: where something is new, and the page that shows it."""

    title: str | Promise
    path: str


def leads_to(notice: Notice, path: str) -> bool:
    """Whether a page is the one with something new, or belongs to that piece of work or project."""
    if notice.page in (WORK, PROJECT):
        return path.startswith(notice.path)
    return path == notice.path


def updates_for(
    viewer: Viewer, notices: Iterable[Notice], *, shown: Collection[str]
) -> list[Update]:
    """Return the newest pages, without those that something else on the page leads to."""
    left = [one for one in notices if not any(leads_to(one, path) for path in shown)][:MOST]
    titles = titles_of(viewer, left)
    return [
        Update(titles.get(one.code) or WORDS.get(one.page, _("You have 1 update")), one.path)
        for one in left
    ]


def titles_of(viewer: Viewer, notices: Iterable[Notice]) -> dict[str, str]:
    """Return the project's title by the code of each piece of work and each project among them."""
    work = [one.code for one in notices if one.page == WORK]
    projects = [one.code for one in notices if one.page == PROJECT]
    found: dict[str, str] = {}
    if work:
        rows = Engagement.objects.visible_to(viewer).filter(code__in=work)
        found |= dict(rows.values_list("code", "posting__title"))
    if projects:
        postings = Posting.objects.visible_to(viewer).filter(code__in=projects)
        found |= dict(postings.values_list("code", "title"))
    return found
