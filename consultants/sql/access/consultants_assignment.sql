-- Who in an organization takes part in the work with one consultant. Owners and coordinators of the
-- whole organization always do; others by a row here, written by the work's services.
ALTER TABLE consultants_assignment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_assignment FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY theirs ON consultants_assignment FOR SELECT
  USING (organization_id = (SELECT org FROM acting_viewer()));
REVOKE INSERT, UPDATE, DELETE ON consultants_assignment FROM equal_web;
