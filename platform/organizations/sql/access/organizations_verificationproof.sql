-- Proofs are kept with the check.
REVOKE DELETE ON organizations_verificationproof FROM equal_web;
