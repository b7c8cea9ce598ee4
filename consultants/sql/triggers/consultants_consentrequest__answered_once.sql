-- An answer stays an answer. Only asking anew and taking back come after a no.
CREATE FUNCTION request_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (OLD.state = 'open' OR (OLD.state = 'not_allowed' AND NEW.state = 'withdrawn')) THEN
    RAISE EXCEPTION 'a request is answered once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state IN ('allowed', 'partly', 'not_allowed') AND NEW.answered_at IS NULL THEN
    RAISE EXCEPTION 'an answer has its time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON consultants_consentrequest
  FOR EACH ROW EXECUTE FUNCTION request_answered_once();
