-- Take back what waits, or looks as if it did: an answer that was a no goes the same way.
CREATE FUNCTION withdraw_request(the_code text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_consentrequest r SET state = 'withdrawn'
   WHERE r.code = the_code AND r.organization_id = (SELECT org FROM acting_viewer()) AND viewer_may_ask()
     AND r.state IN ('open', 'not_allowed') AND r.ends_at > clock_now();
  RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION withdraw_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdraw_request TO equal_web;
