-- Checked means: three kinds of proof and two different administrators. Nothing else makes it so, and
-- what changes afterwards ends it.
CREATE FUNCTION check_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  its_state text;
  told text[] := ARRAY['told_at'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'checks are kept' USING ERRCODE = refused;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.dns_state <> 'not_looked' OR NEW.proofs <> '{}' THEN
      RAISE EXCEPTION 'a check begins with nothing shown' USING ERRCODE = refused;
    END IF;
    RETURN NEW;
  END IF;
  its_state := OLD.state;
  IF (OLD.organization_id, OLD.code, OLD.name, OLD.domain, OLD.token, OLD.asked_at)
     IS DISTINCT FROM (NEW.organization_id, NEW.code, NEW.name, NEW.domain, NEW.token, NEW.asked_at) THEN
    RAISE EXCEPTION 'what is checked does not change within a check' USING ERRCODE = refused;
  END IF;
  IF its_state = 'checked' THEN
    told := told || ARRAY['reminded_at'];
    IF NEW.state = 'ended' THEN
      told := told || ARRAY['state', 'ended_at', 'end_reason', 'reason'];
    END IF;
  END IF;
  IF its_state <> 'waiting' AND to_jsonb(OLD) - told <> to_jsonb(NEW) - told THEN
    RAISE EXCEPTION 'a check that was decided or ended stays as it is' USING ERRCODE = refused;
  END IF;
  IF NEW.dns_state = 'found' AND OLD.dns_state <> 'found' AND NOT viewer_is_job() THEN
    RAISE EXCEPTION 'only the job that looked says what it found' USING ERRCODE = refused;
  END IF;
  IF its_state = 'waiting' THEN
    NEW.proofs := '{}';
    IF NEW.state = 'checked' THEN
      NEW.proofs := check_is_complete(NEW);
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE OR DELETE ON organizations_verification
  FOR EACH ROW EXECUTE FUNCTION check_moves();
REVOKE EXECUTE ON FUNCTION check_moves FROM PUBLIC;
