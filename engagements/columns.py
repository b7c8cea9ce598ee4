"""How far columns of the work may go: a posting to everyone, the rest to its two sides."""

from security.registry import classify

classify(
    "engagements.Posting",
    public=(
        "code opened_at title summary kind_of_work deliverable starts_on due_on way_to_pay hours"
        " hours_preparation hours_travel hours_debrief fee_amount fee_up_to currency"
        " comparison_amount unequal_fees_reason consultants_wanted funder federal_money"
        " first_talk_minutes first_talk_amount sample_asked sample_amount pay_days"
        " cancel_full_hours cancel_half_days personal_experience topics_to_skip in_the_room"
        " mandated_reporting reports_to recording_uses recording place region time_zone language"
        " ways_to_join support support_note ownership credit"
    ),
    parties="template_name",
    internal="id organization created_by state created_at sent_at answered pay_floor invite_only again",
    derived="words",
)
classify(
    "engagements.Interest",
    parties="code state note created_at",
    internal="id posting consultant consent",
)
classify(
    "engagements.Invitation",
    parties="code state message created_at ends_at",
    internal="id posting consultant sent_by",
)
classify(
    "engagements.Engagement",
    parties="code state created_at",
    internal="id posting organization consultant",
)
classify(
    "engagements.EngagementUserObjectPermission",
    internal="id permission user content_object",
)
classify(
    "engagements.Offer",
    parties="number side terms sha256 state made_at ends_at",
    internal="id engagement made_by",
)
classify(
    "engagements.Contract",
    parties=(
        "code state language document sha256 consultant_name organization_name drafted_at signed_at"
    ),
    internal="id engagement offer",
)
classify(
    "engagements.Signature",
    parties="side typed_name sha256 signed_at",
    internal="id contract signed_by",
)
classify(
    "engagements.Milestone",
    parties=(
        "number title deliverable due_on amount currency review_days pay_days state handed_in_at"
        " review_ends_at approved_at"
    ),
    internal="id engagement contract",
)
classify(
    "engagements.HandIn",
    parties="note file file_type handed_in_at",
    internal="id milestone handed_in_by",
)
classify(
    "engagements.SavedSearch",
    parties="code query created_at",
    internal="id consultant seen_until told_at",
)
classify("engagements.Bookmark", parties="created_at", internal="id consultant posting")
classify(
    "engagements.UsualTerms",
    parties=(
        "hourly_amount equal_pay pay_days cancel_full_hours cancel_half_days personal_experience"
        " not_in_the_room no_recording no_reporting remote_only ways_to_join"
    ),
    internal="consultant",
)
classify(
    "engagements.Feedback",
    parties=("paid_on_time terms_kept topics_respected equal_footing would_again note created_at"),
    internal="engagement organization consultant",
)
classify(
    "engagements.WordEntry",
    parties="language kind pattern fine_in why better changed_at retired_at",
    internal="id changed_by",
)
classify(
    "engagements.KeptWording",
    parties="field words explanation kept_at",
    internal="id posting kept_by",
)
classify(
    "engagements.PostingReview",
    parties="decision reason decided_at",
    internal="id posting decided_by",
)
