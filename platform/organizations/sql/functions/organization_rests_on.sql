-- Whose word a check that holds now rests on, and whose word theirs rests on, and so on.
CREATE FUNCTION organization_rests_on(the_organization bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE word(id) AS (
    SELECT the_organization
    UNION
    SELECT v.by_id FROM word
      JOIN organizations_verification c ON c.organization_id = word.id AND c.state = 'checked'
      JOIN organizations_vouch v ON v.verification_id = c.id AND v.state = 'confirmed')
  SELECT id FROM word;
$$;
REVOKE EXECUTE ON FUNCTION organization_rests_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_rests_on TO equal_web;
