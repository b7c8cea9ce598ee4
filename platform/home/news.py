"""What is new for a person, in words they know and one line for each piece of work."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.viewer import Viewer
from engagements.models import Engagement, Posting

MOST = 5
# what is told of a page, by its view
WORDS: dict[str | None, str | Promise] = {
    "org_check_answer": _("Do you know this organization?"),
    "org_check": _("The check of your organization"),
    "team": _("Your team"),
    "self_check": _("The self-assessment"),
    "account": _("Your account"),
    "money": _("Your money"),
    "invitation": _("An invitation"),
    "sharing": _("Your sharing"),
    "saved_projects": _("What you keep"),
    "asked": _("You are asked for a permission"),
    "permission": _("A permission that you gave"),
    "org_permissions": _("What people share with you"),
}


@dataclass(frozen=True)
class News:
    """One line: where something is new, and the page that shows it."""

    title: str | Promise
    path: str


@cache
def work() -> str:
    """Return what the addresses of work begin with."""
    return reverse("jobs")


@cache
def project() -> str:
    """Return what the addresses of an organization's own projects begin with."""
    return reverse("org_projects")


def place_of(path: str) -> str:
    """Return the piece of work or project that a page belongs to; other pages stand for themselves."""
    for start in (work(), project()):
        if path.startswith(start):
            return start + path.removeprefix(start).split("/")[0] + "/"
    return path


def news_for(viewer: Viewer, *, paths: list[str], shown: set[str]) -> list[News]:
    """Return the newest page of each place, without the places that the page leads to already."""
    newest: dict[str, str] = {}
    for path in paths:
        newest.setdefault(place_of(path), path)
    left = {place: path for place, path in newest.items() if place not in shown}
    titles = titles_of(viewer, set(left))
    return [News(titles.get(place) or words_for(place), path) for place, path in left.items()][
        :MOST
    ]


def titles_of(viewer: Viewer, places: set[str]) -> dict[str, str]:
    """Return the project's title for each piece of work and each project among the places."""
    jobs = _codes(places, work())
    projects = _codes(places, project())
    found: dict[str, str] = {}
    if jobs:
        rows = Engagement.objects.visible_to(viewer).filter(code__in=jobs)
        found |= {
            reverse("work", args=[c]): title
            for c, title in rows.values_list("code", "posting__title")
        }
    if projects:
        postings = Posting.objects.visible_to(viewer).filter(code__in=projects)
        found |= {
            reverse("org_project", args=[c]): title
            for c, title in postings.values_list("code", "title")
        }
    return found


def words_for(place: str) -> str | Promise:
    """Return a name for a page that is neither work nor a project."""
    try:
        view = resolve(place).url_name
    except Resolver404:  # a page that is no more
        view = None
    return WORDS.get(view, _("You have 1 update"))


def _codes(places: set[str], start: str) -> list[str]:
    return [p.removeprefix(start).strip("/") for p in places if p.startswith(start)]
