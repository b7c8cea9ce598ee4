"""The acting viewer is what the database sees, and it ends with its block."""

import pytest
from django.db import connection

from core.viewer import Viewer, acting_as, identity_of


def seen_by_the_database() -> tuple[str, int | None, int | None, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewer_identity(), viewer_user(), viewer_org(), viewer_is_job()")
        row: tuple[str, int | None, int | None, bool] = cursor.fetchone()
    return row


def test_identities_name_the_person_and_the_organization() -> None:
    assert identity_of(Viewer()) == "anyone"
    assert identity_of(Viewer(7, None, "consultant")) == "user:7"
    assert identity_of(Viewer(7, 3, "member")) == "user:7+org:3"


@pytest.mark.django_db
def test_with_nobody_set_the_database_sees_nobody() -> None:
    assert seen_by_the_database() == ("", None, None, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("identity", "seen"),
    [
        ("anyone", (None, None, False)),
        ("user:7", (7, None, False)),
        ("user:7+org:3", (7, 3, False)),
        ("job:payments.send", (None, None, True)),
        ("case:5", (None, None, False)),
        ("user:7 or 1=1", (None, None, False)),
        ("xuser:7", (None, None, False)),
    ],
)
def test_the_database_reads_the_identity(
    identity: str, seen: tuple[int | None, int | None, bool]
) -> None:
    with acting_as(identity):
        assert seen_by_the_database() == (identity, *seen)
    assert seen_by_the_database()[0] == ""


@pytest.mark.django_db
def test_the_earlier_viewer_comes_back_even_after_an_error() -> None:
    with acting_as("user:1"):
        with pytest.raises(RuntimeError), acting_as("user:2"):
            raise RuntimeError
        assert seen_by_the_database()[1] == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_breaks_takes_its_viewer_along() -> None:
    with acting_as("user:1"):
        connection.close()
    assert seen_by_the_database()[0] == ""
