"""How far columns of organizations may go."""

from safety.registry import classify

classify(
    "organizations.Organization",
    public="code name website country about kind checked_until",
    parties="overdue_since",
    internal="id domain created_at",
)
classify(
    "organizations.Membership",
    parties="name title role limited joined_at",
    internal="id organization user",
)
classify(
    "organizations.OrganizationCheck",
    public="proofs decided_at until",
    parties="state name domain token dns_state dns_looked_at register_said number_said kind reason"
    " end_reason asked_at ended_at",
    internal="id code organization reminded_at told_at",
)
classify(
    "organizations.CheckProof",
    public="kind source number",  # of a call-back nothing but the kind
    internal="id organization_check noted_by noted_at",
)
classify(
    "organizations.Vouch",
    parties="by role state asked_at answered_at",
    internal="id code organization_check answered_by",
)
classify(
    "organizations.CheckDecision",
    parties="decision kind decided_at",
    internal="id organization_check note decided_by",
)
classify(
    "organizations.LookAlike",
    internal="id organization_check other why",
)
classify(
    "organizations.Concern",
    sealed="wanted happened answer",
    parties="code about state sent_at answered_at",
    internal="id organization reporter",
)
classify(
    "organizations.PaidStage",
    internal="id organization work stage days paid_at",
)
