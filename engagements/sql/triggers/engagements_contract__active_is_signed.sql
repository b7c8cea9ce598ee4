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
