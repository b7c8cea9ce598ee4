-- Only a checked organization vouches, never for itself, and never for one its own check rests on.
CREATE FUNCTION vouch_may_be() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  its_organization bigint;
  its_state text;
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.state <> 'asked' OR
      (OLD.verification_id, OLD.by_id, OLD.role, OLD.code) IS DISTINCT FROM
      (NEW.verification_id, NEW.by_id, NEW.role, NEW.code))) THEN
    RAISE EXCEPTION 'an answered question stays as it is' USING ERRCODE = refused;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.state <> 'asked' THEN
    RAISE EXCEPTION 'the other organization answers' USING ERRCODE = refused;
  END IF;
  SELECT c.organization_id, c.state INTO its_organization, its_state
    FROM organizations_verification c WHERE c.id = NEW.verification_id;
  IF NEW.by_id = its_organization OR its_state <> 'waiting' THEN
    RAISE EXCEPTION 'not for itself, and not after the decision' USING ERRCODE = refused;
  END IF;
  IF NEW.state = 'confirmed' AND (
      NOT EXISTS (SELECT 1 FROM organizations_organization o WHERE o.id = NEW.by_id AND o.checked_until > clock_now())
      OR NOT EXISTS (SELECT 1 FROM organizations_membership m
                      WHERE m.organization_id = NEW.by_id AND m.user_id = NEW.answered_by_id)
      OR its_organization IN (SELECT organization_rests_on(NEW.by_id))) THEN
    RAISE EXCEPTION 'its word does not count here' USING ERRCODE = refused;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT OR UPDATE OR DELETE ON organizations_vouch
  FOR EACH ROW EXECUTE FUNCTION vouch_may_be();
REVOKE EXECUTE ON FUNCTION vouch_may_be FROM PUBLIC;
