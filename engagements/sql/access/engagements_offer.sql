-- An offer stays, whatever came of it.
REVOKE DELETE ON engagements_offer FROM equal_web;
