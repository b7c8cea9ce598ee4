"""How far columns of notices may go."""

from security.registry import classify

classify(
    "notices.Notice", internal="id user page code created_at seen_at"
)  # content-free: no values
