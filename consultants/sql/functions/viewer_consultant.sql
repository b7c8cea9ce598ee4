-- Whose profile the acting viewer owns; read once a statement, so indexes stay in use.
CREATE FUNCTION viewer_consultant() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT c.id FROM consultants_consultant c WHERE c.user_id = viewer_user());
REVOKE EXECUTE ON FUNCTION viewer_consultant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_consultant TO equal_web;
