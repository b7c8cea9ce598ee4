"""Reading postings: one for everybody who may see it, and an organization's own."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.viewer import Viewer
from engagements.models import Posting, PostingReview
from engagements.postings import language_findings, rules, steps, summary
from engagements.states import PostingState

PAGE = 20
MOST_TO_COPY = 10


def visible_to(viewer: Viewer) -> QuerySet[Posting]:
    """Return the projects that this viewer may open."""
    return Posting.objects.visible_to(viewer).select_related("organization")


def own(organization_id: int) -> QuerySet[Posting]:
    """Return an organization's projects and templates, newest first."""
    rows = Posting.objects.filter(organization_id=organization_id)
    return rows.exclude(state=PostingState.WITHDRAWN).order_by("-pk")


def sent_back(organization_id: int) -> QuerySet[Posting]:
    """Return an organization's drafts that an administrator sent back and nobody sent in again."""
    returned = PostingReview.objects.filter(
        posting=OuterRef("pk"),
        decision=PostingReview.Decision.RETURNED,
        decided_at__gte=OuterRef("sent_at"),
    )
    return own(organization_id).filter(Exists(returned), state=PostingState.DRAFT)


def to_copy(organization_id: int) -> list[Posting]:
    """Return what a new project may start from: templates by name, then the newest published ones."""
    rows = own(organization_id)
    templates = rows.exclude(template_name="").order_by("template_name", "pk")
    published = rows.filter(opened_at__isnull=False).order_by("-opened_at", "-pk")
    return [*templates[:PAGE], *published[:MOST_TO_COPY]]


def last_look(posting: Posting) -> dict[str, Any]:
    """Return what the writer's last look needs: all answers in words, and what is still in the way."""
    missing = steps.missing(posting)
    problems = [] if missing else list(rules.problems(steps.answers_of(posting)))
    found = language_findings.found_in(posting)
    return {
        "groups": [
            (
                group,
                group.step in missing,
                [text for field, text in problems if steps.STEP_OF[field] is group.step],
            )
            for group in summary.groups(posting)
        ],
        "missing": missing,
        "problems": problems,
        "notices": summary.notices(posting),
        "open_wording": [one for one in found if not one.explanation],
        "kept_wording": [one for one in found if one.explanation],
        "review": posting.reviews.order_by("-pk").first(),
    }
