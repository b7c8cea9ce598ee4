"""Files that are handed in lie in a folder of the test."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from engagements.models import Posting
from tests.engagements.work import Work, make_posting
from tests.factories import make_checked_member


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member() -> User:
    return make_checked_member()


@pytest.fixture
def posting(member: User) -> Posting:
    return make_posting(member)


@pytest.fixture
def work() -> Work:
    """Work that has started."""
    work = Work()
    work.start()
    return work
