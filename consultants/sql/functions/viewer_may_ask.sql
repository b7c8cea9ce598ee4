-- Whether the acting person may ask for their organization: a live, unlimited owner or coordinator.
CREATE FUNCTION viewer_may_ask() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM acting_viewer() v JOIN organizations_membership m ON m.organization_id = v.org AND m.user_id = v.me
   WHERE m.role IN ('owner', 'coordinator') AND NOT m.limited);
REVOKE EXECUTE ON FUNCTION viewer_may_ask FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_ask TO equal_web;
