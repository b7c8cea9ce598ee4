-- Refuse a check that was not shown to be real; return its proofs.
CREATE FUNCTION check_is_complete(it organizations_verification) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  shown text[] := organization_proofs(it.id);
BEGIN
  IF cardinality(shown) < 3 THEN
    RAISE EXCEPTION 'check %: fewer than three kinds of proof', it.id USING ERRCODE = refused;
  END IF;
  IF (SELECT count(DISTINCT d.decided_by_id) FILTER (WHERE d.decision = 'real' AND d.kind = it.kind) < 2
             OR count(*) FILTER (WHERE d.decision <> 'real' OR d.kind <> it.kind) > 0
        FROM organizations_verificationdecision d WHERE d.verification_id = it.id) THEN
    RAISE EXCEPTION 'check %: two administrators must agree', it.id USING ERRCODE = refused;
  END IF;
  IF it.until > clock_now() + interval '366 days' OR NOT EXISTS (
      SELECT 1 FROM organizations_organization o
       WHERE o.id = it.organization_id AND o.name = it.name AND o.domain = it.domain) THEN
    RAISE EXCEPTION 'check %: not for this long, or not for this name', it.id USING ERRCODE = refused;
  END IF;
  RETURN shown;
END $$;
REVOKE EXECUTE ON FUNCTION check_is_complete FROM PUBLIC;
