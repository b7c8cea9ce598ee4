-- What was said stays said: a contract's words never change after they are made.
CREATE FUNCTION contract_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.document, NEW.sha256, NEW.offer_id, NEW.engagement_id, NEW.language, NEW.code, NEW.drafted_at,
      NEW.consultant_name, NEW.organization_name)
     IS DISTINCT FROM
     (OLD.document, OLD.sha256, OLD.offer_id, OLD.engagement_id, OLD.language, OLD.code, OLD.drafted_at,
      OLD.consultant_name, OLD.organization_name) THEN
    RAISE EXCEPTION 'contract % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON engagements_contract
  FOR EACH ROW EXECUTE FUNCTION contract_is_frozen();
