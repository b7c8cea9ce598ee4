-- A contract's document and hash are one, and are made from an accepted offer of its engagement.
CREATE FUNCTION contract_document_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF encode(sha256(NEW.document), 'hex') <> NEW.sha256 THEN
    RAISE EXCEPTION 'contract % and its hash differ', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM engagements_offer o WHERE o.id = NEW.offer_id
                  AND o.engagement_id = NEW.engagement_id AND o.state = 'accepted') THEN
    RAISE EXCEPTION 'contract % has no accepted offer', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_is_sound BEFORE INSERT ON engagements_contract
  FOR EACH ROW EXECUTE FUNCTION contract_document_is_sound();
