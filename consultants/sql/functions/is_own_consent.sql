-- Whether the acting consultant gave this permission.
CREATE FUNCTION is_own_consent(the_consent bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM consultants_consent p
                WHERE p.id = the_consent AND p.consultant_id = viewer_consultant());
REVOKE EXECUTE ON FUNCTION is_own_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_own_consent TO equal_web;
