"""How far columns of organizations may go."""

from safety.registry import classify

classify(
    "organizations.Organization",
    public="code name website country about kind checked_until",
    internal="id domain created_at",
)
classify(
    "organizations.Membership",
    parties="name title role limited joined_at",
    internal="id organization user",
)
classify(
    "organizations.OrganizationCheck",
    parties="decision how kind decided_at until",
    internal="id organization decided_by",
)
