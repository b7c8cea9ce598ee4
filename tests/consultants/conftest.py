"""The browser, and the two sides of a permission."""

import pytest

from accounts.models import User
from consultants.items import Audience
from consultants.models import Consultant, Profile
from organizations.models import Organization
from tests.browser import base_url, browser_type_launch_args
from tests.conftest import as_owner
from tests.factories import make_checked_member, make_consultant

__all__ = ["base_url", "browser_type_launch_args"]


@pytest.fixture
def member() -> User:
    return make_checked_member()


@pytest.fixture
def person() -> Consultant:
    """Somebody whose name checked organizations see, and nothing else."""
    made = make_consultant("Asked Person", rate=9_000, pronouns="they")
    with as_owner():
        Profile.objects.filter(pk=made.pk).update(name_audience=Audience.CHECKED)
    return made


@pytest.fixture
def organization(member: User) -> Organization:
    found: Organization = member.membership.organization
    return found
