-- What was said stays said: offers, documents, signatures and hand-ins never change after they are made.

-- An offer's terms are fixed when it is made; only its state moves on.
CREATE FUNCTION offer_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
    RAISE EXCEPTION 'offer % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON engagements_offer
  FOR EACH ROW EXECUTE FUNCTION offer_is_frozen();

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

-- Active means that both sides signed this very hash.
CREATE FUNCTION contract_active_is_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state IN ('active', 'completed') AND (
      SELECT count(DISTINCT s.side) FROM engagements_signature s
       WHERE s.contract_id = NEW.id AND s.sha256 = NEW.sha256) <> 2 THEN
    RAISE EXCEPTION 'contract % is not signed by both sides', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER active_is_signed AFTER INSERT OR UPDATE ON engagements_contract
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contract_active_is_signed();

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
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_handin
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A stage keeps its agreed terms; only its progress moves, and an approval is never taken back.
CREATE FUNCTION milestone_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - '{state,handed_in_at,review_ends_at,approved_at}'::text[]
     <> to_jsonb(OLD) - '{state,handed_in_at,review_ends_at,approved_at}'::text[] THEN
    RAISE EXCEPTION 'the terms of milestone % are fixed', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.state = 'approved' AND NEW.state <> 'approved' THEN
    RAISE EXCEPTION 'milestone % was approved', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON engagements_milestone
  FOR EACH ROW EXECUTE FUNCTION milestone_is_frozen();

REVOKE DELETE ON engagements_offer, engagements_contract, engagements_signature, engagements_milestone,
  engagements_handin, engagements_engagement FROM equal_web;
REVOKE UPDATE ON engagements_signature, engagements_handin FROM equal_web;
