-- Nobody starts before the money is in: a stage past "planned" needs its funding held in full.
CREATE FUNCTION milestone_needs_money_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'planned' AND NOT EXISTS (
      SELECT 1 FROM payments_funding f
       WHERE f.milestone_id = NEW.id AND f.paid_in >= NEW.amount AND f.state = 'held') THEN
    RAISE EXCEPTION 'milestone % has no money in', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER money_in_first AFTER INSERT OR UPDATE OF state ON engagements_milestone
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION milestone_needs_money_in();
REVOKE EXECUTE ON FUNCTION milestone_needs_money_in FROM PUBLIC;
