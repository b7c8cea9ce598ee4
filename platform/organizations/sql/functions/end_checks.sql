-- Ends what is open or in force, because what it says is no longer so.
CREATE FUNCTION end_checks(the_organization bigint, why text, also_undecided boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE organizations_verification c SET state = 'ended', end_reason = why, ended_at = clock_now()
   WHERE c.organization_id = the_organization
     AND (c.state = 'checked' OR (c.state = 'waiting' AND (also_undecided OR EXISTS (
           SELECT 1 FROM organizations_verificationdecision d WHERE d.verification_id = c.id))));
$$;
REVOKE EXECUTE ON FUNCTION end_checks FROM PUBLIC;
