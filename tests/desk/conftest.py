"""An administrator's browser, and an organization that waits to be checked."""

import pytest
from django.test import Client

from organizations.models import Organization
from tests.factories import (
    make_administrator,
    make_member,
    signed_in,
)


@pytest.fixture
def desk() -> Client:
    return signed_in(make_administrator())


@pytest.fixture
def organization() -> Organization:
    found: Organization = make_member().membership.organization
    return found
