"""What every page of an organization's own posting starts with."""

from django.http import Http404, HttpRequest

from core.views import get_or_404
from engagements import permissions
from engagements.models import Posting
from engagements.postings import queries
from organizations.requests import acting_organization, current_user


def find_own(request: HttpRequest, code: str) -> Posting:
    """Return one of the organization's own projects."""
    rows = queries.own(acting_organization(request).pk).select_related("organization")
    return get_or_404(rows, code=code)


def find_to_write(request: HttpRequest, code: str) -> Posting:
    """Return one of the organization's projects, for those who write them; others find nothing."""
    posting = find_own(request, code)
    if not permissions.can_arrange(current_user(request), posting):
        raise Http404
    return posting
