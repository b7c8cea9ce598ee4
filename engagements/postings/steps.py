"""The pages of a posting's form: which answers stand on which page, and in what order."""

import hashlib
import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagements.models import Posting


@dataclass(frozen=True)
class Step:
    """One page. A usual one holds safe answers already, so a draft can be sent in before it was asked."""

    slug: str
    title: Promise
    columns: tuple[str, ...]
    is_usual: bool = False


STEPS = (
    Step("work", _("The work"), ("title", "summary", "kind_of_work")),
    Step(
        "result",
        _("What is made, and by when"),
        ("deliverable", "way_to_pay", "starts_on", "due_on"),
    ),
    Step(
        "hours",
        _("The hours"),
        ("hours", "hours_preparation", "hours_travel", "hours_debrief"),
    ),
    Step(
        "pay",
        _("The pay"),
        (
            "consultants_wanted",
            "fee_amount",
            "fee_up_to",
            "comparison_amount",
            "unequal_fees_reason",
        ),
    ),
    Step("money", _("Where the money comes from"), ("funder", "federal_money")),
    Step("room", _("Who is there"), ("in_the_room",)),
    Step("reporting", _("Who must report"), ("mandated_reporting", "reports_to")),
    Step(
        "place",
        _("Where and how"),
        ("place", "region", "ways_to_join", "time_zone", "language"),
    ),
    Step("support", _("Support, paid ahead"), ("support", "support_note")),
    Step("experience", _("Personal experience"), ("personal_experience", "topics_to_skip"), True),
    Step("recording", _("Recording, photos, naming"), ("recording_uses", "recording"), True),
    Step(
        "talk",
        _("The first talk"),
        ("first_talk_minutes", "first_talk_amount", "sample_asked", "sample_amount"),
        True,
    ),
    Step(
        "payday",
        _("Pay day and cancelling"),
        ("pay_days", "cancel_full_hours", "cancel_half_days"),
        True,
    ),
    Step("ownership", _("The result"), ("ownership", "credit"), True),
    Step("audience", _("Who sees it"), ("invite_only",), True),
)
BY_SLUG = {step.slug: step for step in STEPS}
STEP_OF = {column: step for step in STEPS for column in step.columns}
COLUMNS = tuple(STEP_OF)
ALL_STEPS = [step.slug for step in STEPS]

# free text that consultants read: the language check looks at these; a funder is a name
TEXTS = {
    "title": _("Title"),
    "summary": _("What the work is"),
    "deliverable": _("What is to be made"),
    "unequal_fees_reason": _("Why fees differ"),
    "mandated_reporting": _("Who must report"),
    "reports_to": _("To whom they report"),
    "region": _("Region"),
    "support_note": _("More about support"),
    "topics_to_skip": _("Topics that may be skipped"),
    "recording": _("What is recorded, and for what"),
}


def missing(posting: Posting) -> list[Step]:
    """Return the pages that nobody has answered and that hold no safe answer."""
    return [step for step in STEPS if not step.is_usual and step.slug not in posting.answered]


def after(step: Step, posting: Posting) -> Step | None:
    """Return the page to go on with: the next unanswered one after this, else an earlier one, else none.

    The usual ones are asked, too: consultants read their answers as the organization's word.
    """
    left = [one for one in STEPS if one.slug not in posting.answered]
    place = STEPS.index(step)
    later = [one for one in left if STEPS.index(one) > place]
    return next(iter(later or left), None)


def digest(posting: Posting, step: Step) -> str:
    """Return a short print of a page's answers, by which a page knows that another tab changed them."""
    values = [str(getattr(posting, column)) for column in step.columns]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]
