"""Who may see what, written from the design's page and importing nothing of the application.

One cell: who looks × the item's audience (0 to 5) × whether a permission names the item × whether
the person is paused. The working name is the door, so it is an item like the others here: a person
whose name can't be seen is not seen at all.
"""

from dataclasses import dataclass

EVERYBODY = 5  # level 5 of the audiences: anyone
CHECKED = 4
TALKING = 3
WORKING = 2
PICKED = 1

# Who looks: to which base level they belong without a tie, and the tie they have.
BASE_OF = {
    "anyone": EVERYBODY,
    "other consultant": EVERYBODY,
    "unchecked": EVERYBODY,
    "checked": CHECKED,
    "police": EVERYBODY,
    "talking": CHECKED,
    "working": CHECKED,
    "police talking": EVERYBODY,
    "picked, assigned": CHECKED,
    "picked, not assigned": CHECKED,
    "picked, expired": CHECKED,
    "picked, stopped": CHECKED,
    "lapsed": EVERYBODY,
    "former member": EVERYBODY,
}
TIE_OF = {"talking": TALKING, "police talking": TALKING, "working": WORKING}
NEVER = ("blocked organization", "blocked person", "nobody set", "job")
# Those for whom a permission can be in force at all, when one is given to their organization.
CAN_BE_GRANTED = ("checked", "police", "talking", "working", "police talking", "picked, assigned")

SEARCHING = (
    "unchecked", "lapsed", "checked", "police", "talking", "working", "police talking",
    "picked, assigned", "picked, not assigned", "picked, expired", "picked, stopped",
)  # fmt: skip

VIEWERS = (*BASE_OF, *NEVER, "owner", "administrator", "administrator in a case")


@dataclass(frozen=True)
class Cell:
    """One square of the table."""

    viewer: str
    audience: int
    granted: bool
    paused: bool


def cells() -> list[Cell]:
    """Return every square."""
    return [
        Cell(viewer, audience, granted, paused)
        for viewer in VIEWERS
        for audience in range(6)
        for granted in (False, True)
        for paused in (False, True)
    ]


def is_found(cell: Cell) -> bool:
    """Whether this viewer's search finds the person: only live members search, of unchecked organizations too.

    What is for assigned members only does not count in search.
    """
    if cell.viewer not in SEARCHING:
        return False
    everybody_there = Cell(
        cell.viewer, cell.audience, cell.granted and "assigned" not in cell.viewer, cell.paused
    )
    return is_seen(everybody_there)


def is_seen(cell: Cell, *, case_names_it: bool = False) -> bool:
    """Whether this viewer sees an item with this audience."""
    if cell.viewer == "owner":
        return True
    if cell.viewer == "administrator":
        return False
    if cell.viewer == "administrator in a case":
        return case_names_it  # a case is apart from audiences, and from a pause
    if cell.viewer in NEVER or cell.paused:
        return False
    granted = cell.granted and cell.viewer in CAN_BE_GRANTED
    tie = TIE_OF.get(cell.viewer)
    return (
        cell.audience >= BASE_OF[cell.viewer]
        or (cell.audience >= WORKING and tie is not None and cell.audience >= tie)
        or (cell.audience >= PICKED and granted)
    )
