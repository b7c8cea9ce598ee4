-- Whether an administrator is looking, whose account is open.
CREATE FUNCTION viewer_is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM accounts_user u
                WHERE u.id = viewer_user() AND u.kind = 'administrator' AND u.is_active);
REVOKE EXECUTE ON FUNCTION viewer_is_administrator FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_administrator TO equal_web;
