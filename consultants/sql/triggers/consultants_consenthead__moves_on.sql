-- A head moves on by one event at a time and never goes.
CREATE FUNCTION consent_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.consultant_id, NEW.number) IS DISTINCT FROM (OLD.consultant_id, OLD.number + 1) THEN
    RAISE EXCEPTION 'the end of a chain only moves on' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_on BEFORE UPDATE OR DELETE ON consultants_consenthead
  FOR EACH ROW EXECUTE FUNCTION consent_head_moves_on();
REVOKE EXECUTE ON FUNCTION consent_head_moves_on FROM PUBLIC;
