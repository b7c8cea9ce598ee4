-- The organization the viewer acts for, if they are a member at this moment.
CREATE FUNCTION viewer_team() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT m.organization_id FROM organizations_membership m
         WHERE m.user_id = viewer_user() AND m.organization_id = viewer_org());
REVOKE EXECUTE ON FUNCTION viewer_team FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_team TO equal_web;
