-- Whether a self-assessment is finished, and so stands for others to read.
CREATE FUNCTION is_said(the_self_assessment bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM organizations_selfassessment c WHERE c.id = the_self_assessment AND c.state = 'finished');
REVOKE EXECUTE ON FUNCTION is_said FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_said TO equal_web;
