-- An organization's word is kept with the check.
REVOKE DELETE ON organizations_vouch FROM equal_web;
