"""How far columns may go: our own, those of `core` below us, and those of Django."""

from security.registry import classify

classify("security.PersonKey", internal="user made_at", sealed="wrapped")

classify(
    "core.Event",
    internal="id subject subject_id engagement_id name before after by actor_id at",
)
classify(
    "core.Task",
    internal="id name args key state attempts due_at leased_until error created_at done_at",
)

classify("auth.Group", internal="id name")
classify("auth.Group_permissions", internal="id group permission")
classify("auth.Permission", internal="id name content_type codename")
classify("contenttypes.ContentType", internal="id app_label model")
classify("sessions.Session", internal="session_key session_data expire_date")
