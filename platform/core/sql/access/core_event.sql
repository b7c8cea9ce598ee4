-- Events are a history: added, never changed.
REVOKE UPDATE, DELETE ON core_event FROM equal_web;
