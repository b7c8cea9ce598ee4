"""An organization that nobody has checked yet."""

import pytest

from accounts.models import User
from organizations.models import Organization
from tests.factories import make_member


@pytest.fixture
def owner() -> User:
    return make_member()


@pytest.fixture
def organization(owner: User) -> Organization:
    found: Organization = owner.membership.organization
    return found
