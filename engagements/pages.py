"""What every page of an engagement starts with: the row this viewer may see, and their side."""

from django.http import Http404, HttpRequest

from core.views import get_or_404
from engagements import permissions
from engagements.models import Engagement
from engagements.states import Side
from organizations.requests import current_user, viewer_of


def find_engagement(request: HttpRequest, code: str) -> Engagement:
    """Return the engagement if this viewer stands on one of its sides."""
    rows = Engagement.objects.visible_to(viewer_of(request))
    return get_or_404(rows.select_related("posting", "organization", "consultant__user"), code=code)


def find_side(request: HttpRequest, engagement: Engagement) -> Side:
    """Return the viewer's side; strangers find nothing."""
    side = permissions.side_of(current_user(request), engagement)
    if side is None:
        raise Http404
    return side
