-- Let a member take part in the work with one consultant, or no more.
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
REVOKE EXECUTE ON FUNCTION set_assigned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_assigned TO equal_web;
