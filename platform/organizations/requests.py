"""Who asks for a page, with types: what the middleware put on the request. Every page asks here."""

from typing import cast

from django.http import Http404, HttpRequest

from accounts.models import User
from core.viewer import Viewer
from organizations.models import Membership, Organization


def current_user(request: HttpRequest) -> User:
    """Return the signed-in person; `allow` has let nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who is looking, signed in or not."""
    return cast("Viewer", request.viewer)  # type: ignore[attr-defined]


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the live membership of a signed-in member; nobody else has one."""
    return cast("Membership | None", request.membership)  # type: ignore[attr-defined]


def acting_organization(request: HttpRequest) -> Organization:
    """Return the organization that a member acts for; one without any finds nothing."""
    membership = membership_of(request)
    if membership is None:
        raise Http404
    organization: Organization = membership.organization
    return organization


def own_organization(request: HttpRequest) -> Organization | None:
    """Return the organization that the person acts for."""
    membership = membership_of(request)
    return membership.organization if membership else None
