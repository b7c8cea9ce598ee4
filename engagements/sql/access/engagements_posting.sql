-- A project is closed, not deleted.
REVOKE DELETE ON engagements_posting FROM equal_web;
