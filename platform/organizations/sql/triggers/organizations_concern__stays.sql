-- What was said stays as it was said; only its state and the answer change.
CREATE FUNCTION concern_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.organization_id, OLD.reporter_id, OLD.code, OLD.about, OLD.wanted, OLD.happened, OLD.sent_at)
     IS DISTINCT FROM
     (NEW.organization_id, NEW.reporter_id, NEW.code, NEW.about, NEW.wanted, NEW.happened, NEW.sent_at) THEN
    RAISE EXCEPTION 'what was said stays' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON organizations_concern
  FOR EACH ROW EXECUTE FUNCTION concern_stays();
