-- Who once joined stays: deleting somebody is the owner's work.
REVOKE DELETE ON consultants_consultant FROM equal_web;
