"""Inviting again the person whose earlier work a project copies."""

from typing import Any

from django import template

from consultants import visibility
from consultants.people_codes import code_for
from engagements.models import Posting

register = template.Library()


@register.inclusion_tag("engagements/invitations/_again.html")
def invite_again(posting: Posting) -> dict[str, Any]:
    """Lead to inviting that person, where they let this organization invite them."""
    if posting.again is None:
        return {}
    consultant_id = posting.again.consultant_id
    if not visibility.may_invite(consultant_id):
        return {"earlier": posting.again, "posting": posting}
    return {
        "earlier": posting.again,
        "posting": posting,
        "card": visibility.card_for(consultant_id),
        "code": code_for(posting.organization_id, consultant_id),
    }
