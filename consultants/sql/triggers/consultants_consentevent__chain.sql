-- The consent ledger: one chain a consultant. Each row holds the hash of the row before, so that a row
-- that was changed, taken out or put in between is told (`manage.py verify_consent`). The head row says
-- where the chain ends, so that a cut tail is told too.
--
-- Number, time and hashes are made here, whatever was sent. Writers of one chain take turns at its head.
CREATE FUNCTION chain_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO consultants_consenthead (consultant_id, number, hash)
    VALUES (NEW.consultant_id, 0, '') ON CONFLICT DO NOTHING;
  SELECT h.number + 1, h.hash INTO NEW.number, NEW.previous
    FROM consultants_consenthead h WHERE h.consultant_id = NEW.consultant_id FOR UPDATE;
  NEW.at := clock_now();
  NEW.hash := encode(sha256(convert_to(consent_text(NEW), 'UTF8')), 'hex');
  UPDATE consultants_consenthead h SET number = NEW.number, hash = NEW.hash
   WHERE h.consultant_id = NEW.consultant_id;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON consultants_consentevent
  FOR EACH ROW EXECUTE FUNCTION chain_consent();
REVOKE EXECUTE ON FUNCTION chain_consent FROM PUBLIC;
