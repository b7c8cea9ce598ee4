-- What the desk decided stays as it was decided.
REVOKE UPDATE, DELETE ON engagements_postingreview FROM equal_web;
