-- Which kinds of proof a check has now; the only place that says so. Two organizations make one proof.
CREATE FUNCTION organization_proofs(the_check bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (
  SELECT coalesce(array_agg(found.kind ORDER BY found.kind), '{}') FROM (
    SELECT 'dns' AS kind FROM organizations_verification c
     WHERE c.id = the_check AND c.dns_state = 'found'
    UNION ALL
    SELECT p.kind FROM organizations_verificationproof p WHERE p.verification_id = the_check
    UNION ALL
    SELECT CASE v.role WHEN 'sponsor' THEN 'sponsor' ELSE 'known' END
      FROM organizations_vouch v JOIN organizations_organization o ON o.id = v.by_id
      JOIN organizations_verification c ON c.id = v.verification_id
     WHERE v.verification_id = the_check AND v.state = 'confirmed' AND o.checked_until > clock_now()
       AND c.organization_id NOT IN (SELECT organization_rests_on(v.by_id))
     GROUP BY v.role HAVING v.role = 'sponsor' OR count(*) >= 2) found);
REVOKE EXECUTE ON FUNCTION organization_proofs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_proofs TO equal_web;
