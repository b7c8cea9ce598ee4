"""Ties between an organization and a consultant, and who there takes part, kept by the work's services."""

from django.db import connection

from consultants.items import Tie


def set_tie(organization_id: int, consultant_id: int, tie: Tie | None) -> None:
    """Record that the two are talking, working, or neither; in force for the next look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_tie(%s, %s, %s::smallint)", [organization_id, consultant_id, tie]
        )


def set_assigned(
    organization_id: int, consultant_id: int, user_id: int, *, is_assigned: bool
) -> None:
    """Record whether this member takes part in the work with this person; in force for the next look."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_assigned(%s, %s, %s, %s)",
            [organization_id, consultant_id, user_id, is_assigned],
        )
