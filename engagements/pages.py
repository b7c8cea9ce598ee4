"""What every page of an engagement starts with: the row this viewer may see, and their side."""

from django.http import Http404, HttpRequest

from accounts.models import User
from core.views import get_or_404
from engagements import permissions
from engagements.models import Engagement
from engagements.states import Side


def find_engagement(request: HttpRequest, code: str) -> Engagement:
    """Return the engagement if this viewer stands on one of its sides."""
    rows = Engagement.objects.visible_to(request.viewer)  # type: ignore[attr-defined]
    return get_or_404(rows.select_related("posting", "organization", "consultant__user"), code=code)


def find_side(request: HttpRequest, engagement: Engagement) -> Side:
    """Return the viewer's side; strangers find nothing."""
    side = permissions.side_of(person(request), engagement)
    if side is None:
        raise Http404
    return side


def person(request: HttpRequest) -> User:
    """Return the signed-in person; `allow` has let nobody else in."""
    assert isinstance(request.user, User)
    return request.user
