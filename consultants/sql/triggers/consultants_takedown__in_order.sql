-- A takedown asks for what a permission covers no more, each thing once: all of it after a stop, or what was
-- taken out of it. Its first answer stands, and is the organization's own.
CREATE FUNCTION takedown_is_in_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.answered_at IS NOT NULL OR (NEW.items = 0 AND NEW.uses = 0)
       OR NOT EXISTS (SELECT 1 FROM consultants_consent p WHERE p.id = NEW.consent_id
                         AND (p.stopped_at IS NOT NULL OR (p.items & NEW.items = 0 AND p.uses & NEW.uses = 0)))
       OR EXISTS (SELECT 1 FROM consultants_takedown t WHERE t.consent_id = NEW.consent_id
                     AND (t.items & NEW.items <> 0 OR t.uses & NEW.uses <> 0)) THEN
      RAISE EXCEPTION 'a takedown asks once for what is covered no more' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF (OLD.consent_id, OLD.items, OLD.uses) <> (NEW.consent_id, NEW.items, NEW.uses) THEN
    RAISE EXCEPTION 'a takedown stays as it was asked' USING ERRCODE = 'integrity_constraint_violation';
  ELSIF OLD.answered_at IS NOT NULL OR is_own_consent(OLD.consent_id) THEN
    RAISE EXCEPTION 'the organization answers, once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT OR UPDATE ON consultants_takedown
  FOR EACH ROW EXECUTE FUNCTION takedown_is_in_order();
REVOKE EXECUTE ON FUNCTION takedown_is_in_order FROM PUBLIC;
