"""Organizations, the people who act for them, what was checked about them, and their record."""

from organizations.models.check import (
    CheckDecision,
    CheckProof,
    DnsState,
    EndReason,
    LookAlike,
    OrganizationCheck,
    Proof,
    Vouch,
)
from organizations.models.concern import Concern
from organizations.models.membership import Membership, Role
from organizations.models.organization import WATCHED_KINDS, Kind, Organization
from organizations.models.record import PaidStage

__all__ = [
    "WATCHED_KINDS",
    "CheckDecision",
    "CheckProof",
    "Concern",
    "DnsState",
    "EndReason",
    "Kind",
    "LookAlike",
    "Membership",
    "Organization",
    "OrganizationCheck",
    "PaidStage",
    "Proof",
    "Role",
    "Vouch",
]
