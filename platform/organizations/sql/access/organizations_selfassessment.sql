-- An open self-assessment is for the team alone; a finished one is read by others too.
ALTER TABLE organizations_selfassessment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_selfassessment
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
CREATE POLICY said ON organizations_selfassessment FOR SELECT USING (state = 'finished');
CREATE POLICY reminder ON organizations_selfassessment FOR UPDATE
  USING (viewer_identity() = 'job:organizations.remind_of_self_assessments' AND state = 'finished');
REVOKE DELETE ON organizations_selfassessment FROM equal_web;
