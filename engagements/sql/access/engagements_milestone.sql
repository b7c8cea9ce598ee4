-- An agreed stage stays.
REVOKE DELETE ON engagements_milestone FROM equal_web;
