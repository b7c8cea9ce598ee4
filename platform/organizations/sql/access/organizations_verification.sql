-- Checks are kept, whatever came of them.
REVOKE DELETE ON organizations_verification FROM equal_web;
