"""What consultants say about an organization, for pages of the apps below."""

from typing import Any

from django import template

from accounts.models import User
from engagements.feedback.queries import is_over, notes_about, public_feedback
from engagements.models import Engagement
from engagements.postings.rebooking import can_book_again

register = template.Library()


@register.inclusion_tag("engagements/feedback/_consultants_say.html")
def consultants_say(organization: Any) -> dict[str, Any]:
    """Show an organization's public feedback, or that there is not enough yet."""
    return {"feedback": public_feedback(organization.pk)}


@register.inclusion_tag("engagements/feedback/_notes.html")
def consultants_wrote(organization: Any) -> dict[str, Any]:
    """Show administrators what consultants wrote to them; the database gives nobody else any."""
    return {"notes": notes_about(organization.pk)}


@register.inclusion_tag("engagements/feedback/_after.html")
def after_work(engagement: Engagement, user: User) -> dict[str, Any]:
    """Show each side what they can do with work that was agreed or has ended."""
    return {
        "engagement": engagement,
        "may_say": user.is_consultant and is_over(engagement),
        "may_book_again": can_book_again(user, engagement),
    }
