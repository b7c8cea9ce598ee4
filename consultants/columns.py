"""How far columns of consultants may go: the items of a profile by their own audience."""

from security.registry import classify

classify(
    "consultants.Consultant",
    parties="may_invite paused_at joined_at",
    internal="id user code",
)
classify(
    "consultants.Profile",
    shared=(
        "name pronouns introduction expertise languages region rate availability photo past_work"
        " reference statement"
    ),
    sealed="email phone legal_name address",
    parties=(
        "name_audience pronouns_audience introduction_audience expertise_audience"
        " languages_audience region_audience rate_audience availability_audience photo_audience"
        " past_work_audience reference_audience statement_audience email_audience phone_audience"
        " legal_name_audience address_audience"
    ),
    internal="consultant order_key",
    derived=(
        "listed introduction_words past_work_words statement_words"
        " pub_expertise pub_languages pub_region pub_rate pub_availability pub_words"
        " chk_expertise chk_languages chk_region chk_rate chk_availability chk_words"
    ),
)
SCOPE = "items purpose purpose_text recipients channel uses output uses_allowed"
classify(
    "consultants.Consent",
    parties=f"{SCOPE} code organization assigned_only valid_from valid_until stopped_at",
    internal="id consultant request reminded_at",
)
classify(
    "consultants.ConsentRequest",
    parties=f"{SCOPE} code organization until asked_at ends_at",
    # the answer is the consultant's alone: the organization reads SentRequest
    internal="id consultant asked_by state answered_at",
)
classify(
    "consultants.SentRequest",
    parties=f"{SCOPE} code organization until asked_at ends_at standing",
    internal="id consultant",
)
classify(
    "consultants.ConsentUse",
    parties="used_on where recorded_at",
    internal="id consent recorded_by",
)
classify(
    "consultants.Takedown",
    parties="items uses asked_at due_on answer note answered_at",
    internal="id consent",
)
classify(
    "consultants.Standing",
    internal=(
        "organization consultant blocked tie name_until pronouns_until introduction_until"
        " expertise_until languages_until region_until rate_until availability_until photo_until"
        " past_work_until reference_until statement_until email_until phone_until"
        " legal_name_until address_until"
    ),
    derived="order_key",
)
classify("consultants.PersonBlock", internal="consultant user called blocked_at")
classify("consultants.Assignment", internal="consultant user organization")
classify(
    "consultants.ConsentEvent",
    sealed="words",
    parties="number name by items uses level purpose until language wording at hash previous",
    internal="id consultant actor_id organization_id person_id consent_id request_id",
)
classify("consultants.ConsentHead", internal="consultant number hash")
classify(
    "consultants.Look",
    parties="organization day items first_at last_at",
    internal="consultant is_opened",
)
classify(
    "consultants.AccessCase",
    parties="items reason asked_at approved_at ends_at",
    internal="id code consultant asked_by approved_by",
)
classify("consultants.CaseLook", parties="items at", internal="id case")
