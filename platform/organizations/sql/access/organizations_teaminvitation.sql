-- Who is asked in is for the team alone.
ALTER TABLE organizations_teaminvitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_teaminvitation
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
-- whoever holds the link that went to the address (organizations/team/links.py)
CREATE POLICY link ON organizations_teaminvitation
  USING (viewer_identity() = 'link:' || code) WITH CHECK (viewer_identity() = 'link:' || code);
CREATE POLICY mail ON organizations_teaminvitation FOR SELECT
  USING (viewer_identity() = 'job:organizations.mail_invitation' AND state = 'sent');
REVOKE DELETE ON organizations_teaminvitation FROM equal_web;
