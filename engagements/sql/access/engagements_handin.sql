-- What was handed in stays.
REVOKE UPDATE, DELETE ON engagements_handin FROM equal_web;
