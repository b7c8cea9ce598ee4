-- Consultants block and unblock people for themselves.
CREATE FUNCTION set_person_block(the_user bigint, is_blocked boolean, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_consultant bigint := viewer_consultant();
BEGIN
  IF the_consultant IS NULL THEN
    RAISE EXCEPTION 'only a consultant blocks' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF is_blocked THEN
    INSERT INTO consultants_personblock (consultant_id, user_id, called) VALUES (the_consultant, the_user, words)
      ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM consultants_personblock WHERE consultant_id = the_consultant AND user_id = the_user;
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION set_person_block FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_person_block TO equal_web;
