"""How far columns of accounts may go, and those of the libraries that accounts use."""

from security.registry import classify

classify(
    "accounts.User",
    parties="username email",
    internal="id password last_login is_superuser kind language time_zone is_active is_staff joined_at",
)
classify("accounts.User_groups", internal="id user group")
classify("accounts.User_user_permissions", internal="id user permission")

classify("account.EmailAddress", parties="email", internal="id user verified primary")
classify("account.EmailConfirmation", internal="id email_address created sent key")
classify(
    "usersessions.UserSession",
    parties="created_at last_seen_at user_agent",
    internal="id user ip session_key data",
)
classify("guardian.GroupObjectPermission", internal="id permission content_type object_pk group")
classify("guardian.UserObjectPermission", internal="id permission content_type object_pk user")
