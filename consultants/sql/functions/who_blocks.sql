-- Who shut this person or their organization out: their blocks hold whatever the organization is.
CREATE FUNCTION who_blocks(the_user bigint, the_home bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT array_agg(b.consultant_id) FROM (
  SELECT s.consultant_id FROM consultants_standing s WHERE s.organization_id = the_home AND s.blocked
  UNION
  SELECT p.consultant_id FROM consultants_personblock p WHERE p.user_id = the_user) b);
REVOKE EXECUTE ON FUNCTION who_blocks FROM PUBLIC;
