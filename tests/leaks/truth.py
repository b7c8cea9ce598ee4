"""Who may see what, written by hand from the design. Imports nothing of the application.

A *role* is how a viewer stands to each person of the world, a *state* is what that person decided.
Where a page of the application and this table disagree, one of them is wrong: never change both at once.
"""

ITEMS = (
    "name",
    "pronouns",
    "introduction",
    "expertise",
    "languages",
    "region",
    "rate",
    "availability",
    "photo",
    "past_work",
    "reference",
    "statement",
    "email",
    "phone",
    "legal_name",
    "address",
)
ONLY_ME, PICKED, WORKING, TALKING, CHECKED, ANYONE = range(6)

# What the person gave by a permission where their state has one; the working name goes with it.
GIVEN = frozenset({"name", "rate", "photo", "statement", "email", "legal_name"})
NAMED_IN_THE_CASE = frozenset({"email", "statement"})
WITH_AN_INTEREST = frozenset({"name", "rate"})

STATES = ("none", "anyone", "levels", "given", "narrowed", "expired", "stopped", "paused")
ROLES = (
    "anonymous",
    "other_consultant",
    "unverified",
    "stranger",
    "police",
    "invited",
    "interested",
    "asking",
    "picked",
    "talking",
    "working",
    "lapsed",
    "blocked",
    "former_member",
    "administrator",
    "on_a_case",  # an administrator with a case that a second one agreed to
)
AT_THE_DESK = frozenset({"administrator", "on_a_case"})
# Roles whose organization has a contract with each person, so both sides hold the document.
WITH_A_CONTRACT = frozenset({"working", "lapsed"})
# Roles with a room where they agree on the terms.
WITH_A_ROOM = frozenset({"talking", "working", "lapsed", "blocked"})
COUNT_AS_CHECKED = frozenset(
    {"stranger", "invited", "interested", "asking", "picked", "talking", "working"}
)
# Pages that show the signed document, which names the consultant as both signed it.
DOCUMENT_PAGES = frozenset({"contract", "contract_file", "sign"})

# Pieces that belong to one pair of person and organization, and the roles that have one.
PIECES = {
    "invitation_message": frozenset({"invited"}),
    "interest_note": frozenset({"interested"}),
    "request_words": frozenset({"asking"}),
    "permission_words": frozenset({"picked"}),
    "topics": WITH_A_ROOM,
    "typed_name": WITH_A_CONTRACT,
    "hand_in_note": WITH_A_CONTRACT,
    "file": WITH_A_CONTRACT,
}
# Who meets a piece on a page: where only one side is named, the other wrote it and need not see it again.
MET_BY = {
    "invitation_message": ("owner",),
    "interest_note": ("organization",),
    "request_words": ("owner",),
    "permission_words": ("owner",),
}
BOTH = ("owner", "organization")

# What a person told the desk about an organization: read by them and by the desk, never by an organization.
TOLD_THE_DESK = frozenset({"concern_words"})


def level(state: str, item: str) -> int:
    """The audience that a person of this state set for an item."""
    if state == "none":
        return ONLY_ME
    if state in ("anyone", "paused"):
        return ANYONE
    if state == "levels":
        return ANYONE if item == "name" else ITEMS.index(item) % 6
    if state == "narrowed":  # all were for checked organizations before
        if item == "name":
            return CHECKED
        return (ONLY_ME, WORKING, PICKED)[ITEMS.index(item) % 3]
    return PICKED  # given, expired, stopped


def granted(role: str, state: str, item: str) -> bool:
    """Whether a permission that is in force names the item."""
    if role == "interested":
        return item in WITH_AN_INTEREST
    return role == "picked" and state in ("given", "paused") and item in GIVEN


def lets_in(role: str, state: str, item: str) -> bool:
    """The rule for one item, apart from the door."""
    wide = level(state, item)
    base = CHECKED if role in COUNT_AS_CHECKED else ANYONE
    tie = {"talking": TALKING, "interested": TALKING, "working": WORKING}.get(role)
    return (
        wide >= base
        or (tie is not None and wide >= WORKING and wide >= tie)
        or (wide >= PICKED and granted(role, state, item))
    )


def may_see(role: str, state: str, item: str) -> bool:
    """Whether this role may see this item of a person in this state."""
    if role == "owner":
        return True
    if role in AT_THE_DESK:  # nothing without a case, and in one just what it names
        return role == "on_a_case" and item in NAMED_IN_THE_CASE
    if state == "paused" or role == "blocked":
        return False
    return lets_in(role, state, "name") and lets_in(role, state, item)


def allowed_on(role: str, state: str, item: str, page: str) -> bool:
    """Whether an item of a person in this state may be on this page for this role."""
    if item == "name" and role in WITH_A_CONTRACT and page in DOCUMENT_PAGES:
        return True
    return may_see(role, state, item)


def is_told(role: str) -> bool:
    """Whether this role reads what a person told the desk."""
    return role == "owner" or role in AT_THE_DESK


def piece_is_theirs(piece: str, *, role: str, pair_role: str) -> bool:
    """Whether a piece between a person and an organization may be seen: by these two only."""
    return role == "owner" or (role == pair_role and role in PIECES[piece])


def piece_is_met(piece: str, *, role: str, state: str, pair_role: str) -> bool:
    """Whether this role must meet the piece somewhere, or the walk is blind."""
    met_by = MET_BY.get(piece, BOTH)
    if role == "owner":
        return "owner" in met_by
    if role != pair_role or "organization" not in met_by:
        return False
    # an interest of somebody who can't be seen any more is not listed
    return piece != "interest_note" or may_see(role, state, "name")
