"""What the desk weighs about an organization. No private items."""

from dataclasses import dataclass

from accounts.models import User
from organizations.lookups import team_of
from organizations.models import (
    Organization,
    Proof,
    Verification,
    VerificationDecision,
    VerificationProof,
    Vouch,
)
from organizations.permissions import is_at, is_own
from organizations.states import VerificationState
from organizations.verification import queries as checks


@dataclass(frozen=True)
class MemberFact:
    """A member as the desk sees them."""

    name: str
    title: str
    role: str
    email: str
    is_at_domain: bool


@dataclass(frozen=True)
class Facts:
    """An organization, its open check if there is one, and how earlier ones went."""

    organization: Organization
    members: list[MemberFact]
    alike: list[tuple[Organization, str]]
    check: Verification | None
    proofs: list[str]
    noted: dict[str, VerificationProof]
    vouches: list[Vouch]
    decisions: list[VerificationDecision]
    history: list[Verification]
    in_force: Verification | None
    is_own: bool
    has_decided: bool

    @property
    def to_note(self) -> list[str]:
        """The kinds of proof that this administrator may note, or put right, now."""
        if self.is_own or self.check is None:
            return []
        kinds = (Proof.REGISTER, Proof.CALL_BACK)
        return [kind for kind in kinds if not self.decisions or kind not in self.noted]


def facts_about(organization: Organization, user: User) -> Facts:
    """Gather what helps this administrator to tell whether an organization is real."""
    history = list(checks.checks_of(organization)[:20])
    check = next((one for one in history if one.state == VerificationState.WAITING), None)
    decisions = list(checks.decisions_of(check)) if check else []
    return Facts(
        organization=organization,
        members=_members(organization),
        alike=checks.alikes_of(organization)[:10],
        check=check,
        proofs=checks.proofs_of(check) if check else [],
        noted=checks.proofs_noted(check) if check else {},
        vouches=list(checks.vouches_of(check)) if check else [],
        decisions=decisions,
        history=history,
        in_force=next((one for one in history if one.state == VerificationState.CHECKED), None),
        is_own=is_own(user, organization),
        has_decided=any(one.decided_by_id == user.pk for one in decisions),
    )


def _members(organization: Organization) -> list[MemberFact]:
    return [
        MemberFact(
            m.name,
            m.title,
            m.get_role_display(),
            m.user.email,
            is_at(m.user.email, organization.domain),
        )
        for m in team_of(organization)
    ]
