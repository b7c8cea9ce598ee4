-- A concern is read by who reported it and by the desk, never by the organization; administrators with
-- an address there count as the organization.
ALTER TABLE organizations_concern ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_concern
  USING (reporter_id = (SELECT viewer_user())) WITH CHECK (reporter_id = (SELECT viewer_user()));
CREATE POLICY desk ON organizations_concern FOR SELECT USING (viewer_is_desk_for(organization_id));
CREATE POLICY desk_answers ON organizations_concern FOR UPDATE USING (viewer_is_desk_for(organization_id));
REVOKE DELETE ON organizations_concern FROM equal_web;
