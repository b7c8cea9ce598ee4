"""How far columns of organizations may go."""

from security.registry import classify

classify(
    "organizations.Organization",
    public="code name website country about kind checked_until",
    parties="overdue_since",
    internal="id domain created_at",
)
classify(
    "organizations.Membership",
    parties="name title role limited joined_at",
    internal="id code organization user",
)
classify(
    "organizations.Verification",
    public="proofs decided_at until",
    parties="state name domain token dns_state dns_looked_at register_said number_said kind reason"
    " end_reason asked_at ended_at",
    internal="id code organization reminded_at told_at",
)
classify(
    "organizations.VerificationProof",
    public="kind source number",  # of a call-back nothing but the kind
    internal="id verification noted_by noted_at",
)
classify(
    "organizations.Vouch",
    parties="by role state asked_at answered_at",
    internal="id code verification answered_by",
)
classify(
    "organizations.VerificationDecision",
    parties="decision kind decided_at",
    internal="id verification note decided_by",
)
classify(
    "organizations.LookAlike",
    internal="id verification other why",
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
classify(
    "organizations.TeamInvitation",
    parties="email role limited state sent_at ends_at",
    internal="id organization code invited_by",
)
classify(
    "organizations.FormerMember",
    parties="name title left_at",
    internal="id organization user_id membership_id",
)
classify("organizations.LessonRead", parties="lesson version read_at", internal="id user")
classify(
    "organizations.QuestionSet",
    public="number published_at",
    internal="id drafted_at drafted_by published_by",
)
classify(
    "organizations.Question",
    public="code step position text_en text_es hint_en hint_es",
    internal="id question_set key",
)
classify(
    "organizations.SelfAssessment",
    public="summary finished_at renew_by",
    parties="state started_at",
    internal="id code organization question_set reminded_at",
)
classify(
    "organizations.SelfAssessmentAnswer",
    parties="text saved_at",
    internal="id self_assessment question saved_by",
)
classify(
    "organizations.Evidence",
    parties="code step label file file_type added_at",
    internal="id self_assessment added_by",
)
classify(
    "organizations.PlannedAction",
    public="what owner due_on done_on",
    internal="id code self_assessment",
)
