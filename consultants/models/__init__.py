"""Consultants, their profiles, and what they permitted."""

from consultants.models.blocking import Assignment, PersonBlock
from consultants.models.choices import Availability, Expertise, Language, Region
from consultants.models.permission import (
    Permission,
    PermissionRequest,
    PermissionUse,
    SentRequest,
    Takedown,
)
from consultants.models.profile import Consultant, MayInvite, Profile
from consultants.models.standing import Standing

__all__ = [
    "Assignment",
    "Availability",
    "Consultant",
    "Expertise",
    "Language",
    "MayInvite",
    "Permission",
    "PermissionRequest",
    "PermissionUse",
    "PersonBlock",
    "Profile",
    "Region",
    "SentRequest",
    "Standing",
    "Takedown",
]
