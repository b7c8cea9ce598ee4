-- A signature stands under the contract's own hash, while the contract waits for it.
CREATE FUNCTION signature_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM engagements_contract c WHERE c.id = NEW.contract_id
                  AND c.sha256 = NEW.sha256 AND c.state = 'waiting') THEN
    RAISE EXCEPTION 'the signature is not under the hash of contract %', NEW.contract_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_sound BEFORE INSERT ON engagements_signature
  FOR EACH ROW EXECUTE FUNCTION signature_is_sound();
