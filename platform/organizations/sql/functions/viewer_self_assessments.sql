-- The self-assessments of the viewer's team.
CREATE FUNCTION viewer_self_assessments() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM organizations_selfassessment c WHERE c.organization_id = viewer_team();
$$;
REVOKE EXECUTE ON FUNCTION viewer_self_assessments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_self_assessments TO equal_web;
