-- Only a live permission is used, and no more often than was allowed; two who record at once take turns.
CREATE FUNCTION use_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  allowed int;
BEGIN
  SELECT p.uses_allowed INTO allowed FROM consultants_consent p
   WHERE p.id = NEW.consent_id AND p.uses > 0 AND p.stopped_at IS NULL AND p.valid_until > clock_now() FOR UPDATE;
  IF allowed IS NULL OR (SELECT count(*) FROM consultants_consentuse u WHERE u.consent_id = NEW.consent_id) >= allowed THEN
    RAISE EXCEPTION 'not allowed, or not so often' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER use_is_allowed BEFORE INSERT ON consultants_consentuse
  FOR EACH ROW EXECUTE FUNCTION use_is_allowed();
REVOKE EXECUTE ON FUNCTION use_is_allowed FROM PUBLIC;
