-- Whether the viewer's organization was given this permission. A lapsed check takes sight away, never a
-- duty: so the home, not the org.
CREATE FUNCTION is_consent_of_home(the_consent bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM consultants_consent p
                WHERE p.id = the_consent AND p.organization_id = (SELECT home FROM acting_viewer()));
REVOKE EXECUTE ON FUNCTION is_consent_of_home FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_consent_of_home TO equal_web;
