"""Organizations, the people who act for them, what was checked, and what they say of themselves."""

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
from organizations.models.self_assessment import (
    Evidence,
    PlannedAction,
    ScanAnswer,
    SelfAssessment,
    SelfAssessmentAnswer,
)
from organizations.models.team import FormerMember, TeamInvitation
from organizations.models.verification import (
    DnsState,
    EndReason,
    LookAlike,
    Proof,
    Verification,
    VerificationDecision,
    VerificationProof,
    Vouch,
)

__all__ = [
    "WATCHED_KINDS",
    "Concern",
    "DnsState",
    "EndReason",
    "Evidence",
    "FormerMember",
    "Kind",
    "LessonRead",
    "LookAlike",
    "Membership",
    "Organization",
    "OrganizationQuerySet",
    "PaidStage",
    "PlannedAction",
    "Proof",
    "Question",
    "QuestionSet",
    "Role",
    "ScanAnswer",
    "SelfAssessment",
    "SelfAssessmentAnswer",
    "Step",
    "TeamInvitation",
    "Verification",
    "VerificationDecision",
    "VerificationProof",
    "Vouch",
]
