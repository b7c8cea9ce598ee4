-- Proofs are an administrator's, may be put right until somebody has decided, and then stay.
CREATE FUNCTION proof_may_be() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  it organizations_verification;
BEGIN
  SELECT * INTO it FROM organizations_verification c
   WHERE c.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.verification_id ELSE OLD.verification_id END;
  IF TG_OP = 'DELETE' OR it.state <> 'waiting' OR NEW.verification_id <> it.id
     OR NOT may_check(NEW.noted_by_id, it.organization_id)
     OR (TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM organizations_verificationdecision d
                                       WHERE d.verification_id = it.id)) THEN
    RAISE EXCEPTION 'check %: this proof can not be noted or changed', it.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT OR UPDATE OR DELETE ON organizations_verificationproof
  FOR EACH ROW EXECUTE FUNCTION proof_may_be();
REVOKE EXECUTE ON FUNCTION proof_may_be FROM PUBLIC;
