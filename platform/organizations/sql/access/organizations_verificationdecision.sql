-- A decision stays as it was made.
REVOKE UPDATE, DELETE ON organizations_verificationdecision FROM equal_web;
