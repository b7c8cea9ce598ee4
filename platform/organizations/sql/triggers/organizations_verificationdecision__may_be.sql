-- A decision is an administrator's own, about an open check with three kinds of proof, and stays.
CREATE FUNCTION decision_may_be() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  it organizations_verification;
BEGIN
  SELECT * INTO it FROM organizations_verification c WHERE c.id = NEW.verification_id;
  IF it.state <> 'waiting' OR NOT may_check(NEW.decided_by_id, it.organization_id)
     OR (NEW.decision = 'real' AND cardinality(organization_proofs(it.id)) < 3) THEN
    RAISE EXCEPTION 'check %: this can not be decided so', it.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT ON organizations_verificationdecision
  FOR EACH ROW EXECUTE FUNCTION decision_may_be();
REVOKE EXECUTE ON FUNCTION decision_may_be FROM PUBLIC;
