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
