-- How long a stage took to be paid stays as it was written down.
REVOKE UPDATE, DELETE ON organizations_paidstage FROM equal_web;
