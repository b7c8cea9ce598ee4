-- A team: an organization that lives has an owner; who asks in and who left is for the team alone.

-- The organization the viewer acts for, if they are a member at this moment.
CREATE FUNCTION viewer_team() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT m.organization_id FROM organizations_membership m
         WHERE m.user_id = viewer_user() AND m.organization_id = viewer_org());
REVOKE EXECUTE ON FUNCTION viewer_team() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_team() TO equal_web;

-- Asked at the end of the transaction, so that a team may hand over in any order. The organization's row
-- is locked: of two owners who remove each other at once, the second sees what the first did.
-- An account that is erased may always go.
CREATE FUNCTION team_keeps_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.role <> 'owner' OR NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = OLD.user_id) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM organizations_organization o WHERE o.id = OLD.organization_id FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM organizations_membership m
                            WHERE m.organization_id = OLD.organization_id AND m.role = 'owner') THEN
    RAISE EXCEPTION 'organization % needs an owner', OLD.organization_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keeps_an_owner AFTER UPDATE OR DELETE ON organizations_membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION team_keeps_an_owner();

ALTER TABLE organizations_teaminvitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_teaminvitation
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
-- whoever holds the link that went to the address (organizations/team/links.py)
CREATE POLICY link ON organizations_teaminvitation
  USING (viewer_identity() = 'link:' || code) WITH CHECK (viewer_identity() = 'link:' || code);
CREATE POLICY mail ON organizations_teaminvitation FOR SELECT
  USING (viewer_identity() = 'job:organizations.mail_invitation' AND state = 'sent');
REVOKE DELETE ON organizations_teaminvitation FROM equal_web;

ALTER TABLE organizations_formermember ENABLE ROW LEVEL SECURITY;
-- who leaves writes the row while they are still a member
CREATE POLICY own ON organizations_formermember
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
REVOKE UPDATE, DELETE ON organizations_formermember FROM equal_web;
