-- The cards of a page. Its plan is kept: planning the view anew takes longer than running it.
CREATE FUNCTION profile_cards(wanted bigint[]) RETURNS SETOF profile_seen
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT * FROM profile_seen WHERE consultant_id = ANY (wanted);
END $$;
REVOKE EXECUTE ON FUNCTION profile_cards FROM PUBLIC;
GRANT EXECUTE ON FUNCTION profile_cards TO equal_web;
