-- What people read stays as they read it; only a draft is rewritten. Looked at afterwards: before, the columns
-- that the database derives are still empty.
CREATE FUNCTION posting_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft'
     AND to_jsonb(NEW) - '{state,sent_at,opened_at}'::text[]
         <> to_jsonb(OLD) - '{state,sent_at,opened_at}'::text[] THEN
    RAISE EXCEPTION 'posting % is not a draft', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen AFTER UPDATE ON engagements_posting
  FOR EACH ROW EXECUTE FUNCTION posting_is_frozen();
