-- A profile is opened for an account that is just being made, before that person is the viewer.
CREATE FUNCTION open_profile(the_consultant bigint, the_order_key bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO consultants_profile (consultant_id, order_key, name, pronouns, introduction, expertise,
    languages, photo, past_work, reference, statement, email, phone, legal_name, address)
  VALUES (the_consultant, the_order_key, '', '', '', '{}', '{}', '', '', '', '', '', '', '', '');
$$;
REVOKE EXECUTE ON FUNCTION open_profile FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_profile TO equal_web;
