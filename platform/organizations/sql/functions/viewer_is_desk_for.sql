-- Whether the desk looks: administrators with an address at the organization count as the organization.
CREATE FUNCTION viewer_is_desk_for(the_organization bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN may_check(viewer_user(), the_organization);
REVOKE EXECUTE ON FUNCTION viewer_is_desk_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_desk_for TO equal_web;
