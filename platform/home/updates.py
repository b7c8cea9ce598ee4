"""What is new for a person, in words they know and one line for each piece of work."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.viewer import Viewer
from engagements.models import Engagement, Posting

MOST = 5
WORK, PROJECT = "/jobs/", "/org/projects/"
PLACES: tuple[tuple[str, str | Promise], ...] = (
    ("/org/check/known/", _("Do you know this organization?")),
    ("/org/check/", _("The check of your organization")),
    ("/org/team/", _("Your team")),
    ("/org/self-check/", _("The self-assessment")),
    ("/account/", _("Your account")),
    ("/money/", _("Your money")),
    ("/invitations/", _("An invitation")),
    ("/sharing/", _("Your sharing")),
    ("/projects/saved/", _("What you keep")),
    ("/permissions/asked/", _("You are asked for a permission")),
    ("/permissions/", _("A permission that you gave")),
    ("/org/permissions/", _("What people share with you")),
)


@dataclass(frozen=True)
class News:
    """One line: where something is new, and the page that shows it."""

    title: str | Promise
    path: str


def place_of(path: str) -> str:
    """Return the piece of work or project that a page belongs to; other pages stand for themselves."""
    for start in (WORK, PROJECT):
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
    jobs = _codes(places, WORK)
    projects = _codes(places, PROJECT)
    found: dict[str, str] = {}
    if jobs:
        rows = Engagement.objects.visible_to(viewer).filter(code__in=jobs)
        found |= {f"{WORK}{c}/": title for c, title in rows.values_list("code", "posting__title")}
    if projects:
        postings = Posting.objects.visible_to(viewer).filter(code__in=projects)
        found |= {f"{PROJECT}{c}/": title for c, title in postings.values_list("code", "title")}
    return found


def words_for(place: str) -> str | Promise:
    """Return a name for a page that is neither work nor a project."""
    return next(
        (words for start, words in PLACES if place.startswith(start)), _("You have 1 update")
    )


def _codes(places: set[str], start: str) -> list[str]:
    return [p.removeprefix(start).strip("/") for p in places if p.startswith(start)]
