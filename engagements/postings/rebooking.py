"""Booking again: the terms of earlier work in a new draft that only invited people will see."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import User
from core import clock, events
from core.codes import new_code
from core.permissions import require
from core.states import Actor
from engagements.locks import lock_engagement
from engagements.models import Engagement, Offer, Posting
from engagements.models.disclosures import PersonalExperience
from engagements.postings import rules, steps
from engagements.postings.columns.column import limit_of
from engagements.states import EngagementState, OfferState, PostingState
from engagements.terms import first_terms
from engagements.terms.terms import Terms
from organizations.permissions import has_power

STARTS_AFTER = timedelta(days=7)
AGREED = frozenset(
    {
        "pay_days",
        "personal_experience",
        "in_the_room",
        "support",
        "cancel_full_hours",
        "cancel_half_days",
    }
)


def can_book_again(actor: User, engagement: Engagement) -> bool:
    """Whether the actor may copy this work's terms: both had agreed, and the actor may post."""
    return (
        engagement.state in (EngagementState.WORKING, EngagementState.DONE)
        and actor.is_member
        and has_power(actor, engagement.organization_id)
    )


@transaction.atomic
def book_again(engagement: Engagement, *, actor: User) -> Posting:
    """Copy the agreed terms into an invite-only draft, dates moved; permissions are never copied.

    A draft that this work's copy has left unpublished is returned instead of a second one.
    """
    engagement = lock_engagement(engagement.pk)
    require(can_book_again(actor, engagement))
    drafts = Posting.objects.filter(again=engagement, state=PostingState.DRAFT)
    if found := drafts.order_by("-pk").first():
        return found
    draft = Posting.objects.create(
        **(_copied(engagement.posting) | _agreed(engagement) | {"invite_only": True}),
        organization_id=engagement.posting.organization_id,
        currency=engagement.posting.currency,
        code=new_code(),
        created_by=actor,
        again=engagement,
    )
    events.record(draft, "drafted", by=Actor.ORGANIZATION, actor=actor)
    return draft


def _copied(posting: Posting) -> dict[str, Any]:
    """Return what the earlier project said, its days moved to come."""
    starts_on = clock.today() + STARTS_AFTER
    lasts = posting.due_on - posting.starts_on
    return steps.answers_of(posting) | {
        "starts_on": starts_on,
        "due_on": starts_on + lasts,
        "consultants_wanted": 1,
    }


def _agreed(engagement: Engagement) -> dict[str, Any]:
    """Return what the two agreed on where it differs from what the project had said.

    Terms say reporting and recording in free words: where these were changed, their page is asked anew.
    """
    posting = engagement.posting
    offer = Offer.objects.filter(engagement=engagement, state=OfferState.ACCEPTED).latest("pk")
    terms = Terms.from_json(offer.terms)
    agreed = {name: getattr(terms, name) for name in AGREED}
    lists = {name: list(value) for name, value in agreed.items() if isinstance(value, tuple)}
    asked_anew = {"result"}  # its days are new
    with translation.override(posting.language):  # as the terms were first put into words
        if terms.mandated_reporting != first_terms.reporting_of(posting):
            asked_anew.add("reporting")
        if terms.recording != first_terms.recording_of(posting):
            asked_anew.add("recording")
    is_asked = terms.personal_experience != PersonalExperience.NOT_ASKED
    return (
        agreed
        | lists
        | {
            "summary": terms.scope,
            "fee_amount": terms.total,
            "fee_up_to": None,
            "hours": max(terms.hours, posting.hours),
            "topics_to_skip": terms.off_limit_topics[: limit_of("topics_to_skip")]
            if is_asked
            else "",
            "ways_to_join": _ways(posting, list(terms.ways_to_join)),
            "answered": [slug for slug in posting.answered if slug not in asked_anew],
        }
    )


def _ways(posting: Posting, agreed: list[str]) -> list[str]:
    """Return the ways that were agreed, unless they do not fit the place of the project."""
    said = {"place": posting.place, "region": posting.region, "ways_to_join": agreed}
    return agreed if agreed and not list(rules.problems(said)) else posting.ways_to_join
