"""Who is looking: set for the page's code (`request.viewer`) and for the database's policies."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.viewer import Viewer, acting_as, identity_of
from organizations.models import Membership
from organizations.permissions import remember

SAFE = frozenset({"GET", "HEAD"})


class ViewerMiddleware:
    """Run every request, signed in or not, as its viewer; nobody sees anything without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = membership_of(request)  # type: ignore[attr-defined]
        request.viewer = viewer_of(request)  # type: ignore[attr-defined]
        if request.method in SAFE and request.membership is not None:  # type: ignore[attr-defined]
            remember(request.user, request.membership)  # type: ignore[attr-defined, arg-type]
        zone = request.user.time_zone if request.user.is_authenticated else "UTC"
        with acting_as(identity_of(request.viewer)), timezone.override(zone):  # type: ignore[attr-defined]
            return self.get_response(request)


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the signed-in person's live membership, if they act for an organization."""
    user = request.user
    if not user.is_authenticated or not user.is_member:
        return None
    return Membership.objects.select_related("organization").filter(user=user).first()


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking; a member without a live membership acts for no organization."""
    user = request.user
    if not user.is_authenticated:
        return Viewer()
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    organization_id = membership.organization_id if membership else None
    return Viewer(user.pk, organization_id, user.kind)
