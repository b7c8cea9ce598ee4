-- What was said stays said.
REVOKE DELETE ON engagements_engagement FROM equal_web;
