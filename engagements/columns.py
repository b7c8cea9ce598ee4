"""How far columns of the work may go: a posting to everyone, the rest to its two sides."""

from engagements.postings.steps import COLUMNS
from security.registry import Reach, classify


def _asked(reach: Reach) -> str:
    """Return the columns of a posting that somebody answers, as their description says."""
    return " ".join(name for name, column in COLUMNS.items() if column.reach is reach)


classify(
    "engagements.Posting",
    public=f"code opened_at currency {_asked(Reach.PUBLIC)}",
    parties="template_name",
    internal=(
        "id organization created_by state created_at sent_at answered pay_floor again"
        f" {_asked(Reach.INTERNAL)}"
    ),
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
