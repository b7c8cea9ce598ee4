-- Who in an organization takes part in the work with one consultant. Owners and coordinators of the
-- whole organization always do; others by a row here, written by the work's services.

ALTER TABLE consultants_assignment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_assignment FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY theirs ON consultants_assignment FOR SELECT
  USING (organization_id = (SELECT org FROM acting_viewer()));
REVOKE INSERT, UPDATE, DELETE ON consultants_assignment FROM equal_web;

-- Whether this person speaks for the whole organization: nobody assigns themselves.
CREATE FUNCTION arranges_for(the_organization bigint, the_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM organizations_membership m
                WHERE m.organization_id = the_organization AND m.user_id = the_user
                  AND m.role IN ('owner', 'coordinator') AND NOT m.limited);

CREATE FUNCTION set_assigned(the_organization bigint, the_consultant bigint, the_user bigint, is_assigned boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF arranges_for(the_organization, viewer_user()) IS NOT TRUE THEN
    RAISE EXCEPTION 'only who speaks for the organization assigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT is_assigned THEN
    DELETE FROM consultants_assignment a WHERE a.organization_id = the_organization
       AND a.consultant_id = the_consultant AND a.user_id = the_user;
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_membership m
                  WHERE m.organization_id = the_organization AND m.user_id = the_user) THEN
    RAISE EXCEPTION 'only members are assigned' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO consultants_assignment (organization_id, consultant_id, user_id)
    VALUES (the_organization, the_consultant, the_user) ON CONFLICT DO NOTHING;
END $$;

-- Who leaves takes part in nothing any more.
CREATE FUNCTION forget_assignments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM consultants_assignment a WHERE a.user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_assignments AFTER DELETE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION forget_assignments();

REVOKE EXECUTE ON FUNCTION arranges_for(bigint, bigint), forget_assignments(),
  set_assigned(bigint, bigint, bigint, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_assigned(bigint, bigint, bigint, boolean) TO equal_web;
