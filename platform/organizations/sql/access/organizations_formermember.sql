-- Who left is for the team alone.
ALTER TABLE organizations_formermember ENABLE ROW LEVEL SECURITY;
-- who leaves writes the row while they are still a member
CREATE POLICY own ON organizations_formermember
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
REVOKE UPDATE, DELETE ON organizations_formermember FROM equal_web;
