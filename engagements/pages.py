"""What every page of an engagement starts with: the row this viewer may see, and their side."""

from django.http import Http404, HttpRequest

from core.views import get_or_404
from engagements.models import Engagement
from engagements.states import Side
from organizations.requests import viewer_of


def find_engagement(request: HttpRequest, code: str) -> Engagement:
    """Return the engagement if this viewer stands on one of its sides."""
    rows = Engagement.objects.visible_to(viewer_of(request))
    return get_or_404(rows.select_related("posting", "organization", "consultant__user"), code=code)


def find_side(request: HttpRequest, engagement: Engagement) -> Side:
    """Return the viewer's side; strangers find nothing."""
    viewer = viewer_of(request)
    if viewer.organization_id == engagement.organization_id:  # as `find_engagement` found it
        return Side.ORGANIZATION
    if viewer.organization_id is None and engagement.consultant.user_id == viewer.user_id:
        return Side.CONSULTANT
    raise Http404
