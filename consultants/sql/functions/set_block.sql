-- Consultants block and unblock organizations for themselves; nobody else reads it.
CREATE FUNCTION set_block(the_organization bigint, is_blocked boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_consultant bigint := (SELECT c.id FROM consultants_consultant c WHERE c.user_id = viewer_user());
BEGIN
  IF the_consultant IS NULL THEN
    RAISE EXCEPTION 'only a consultant blocks' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO consultants_standing AS s (organization_id, consultant_id, blocked)
    VALUES (the_organization, the_consultant, is_blocked)
    ON CONFLICT (organization_id, consultant_id) DO UPDATE SET blocked = excluded.blocked;
END $$;
REVOKE EXECUTE ON FUNCTION set_block FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_block TO equal_web;
