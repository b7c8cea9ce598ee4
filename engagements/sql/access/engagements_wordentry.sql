-- An entry of the language check is retired, not deleted.
REVOKE DELETE ON engagements_wordentry FROM equal_web;
