"""Organizations, the people who act for them, what was checked, and what they say of themselves."""

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
from organizations.models.lessons import LessonRead
from organizations.models.membership import Membership, Role
from organizations.models.organization import (
    WATCHED_KINDS,
    Kind,
    Organization,
    OrganizationQuerySet,
)
from organizations.models.questions import Question, QuestionSet, Step
from organizations.models.record import PaidStage
from organizations.models.self_check import (
    Evidence,
    PlannedAction,
    ScanAnswer,
    SelfCheck,
    SelfCheckAnswer,
)
from organizations.models.team import FormerMember, InvitationState, TeamInvitation

__all__ = [
    "WATCHED_KINDS",
    "CheckDecision",
    "CheckProof",
    "Concern",
    "DnsState",
    "EndReason",
    "Evidence",
    "FormerMember",
    "InvitationState",
    "Kind",
    "LessonRead",
    "LookAlike",
    "Membership",
    "Organization",
    "OrganizationCheck",
    "OrganizationQuerySet",
    "PaidStage",
    "PlannedAction",
    "Proof",
    "Question",
    "QuestionSet",
    "Role",
    "ScanAnswer",
    "SelfCheck",
    "SelfCheckAnswer",
    "Step",
    "TeamInvitation",
    "Vouch",
]
