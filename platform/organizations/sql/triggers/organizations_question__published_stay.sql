-- Published questions stay as they were answered.
CREATE FUNCTION published_questions_stay() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  its_set bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.question_set_id ELSE OLD.question_set_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM organizations_questionset s
              WHERE s.id = its_set AND s.published_at IS NOT NULL)
     OR (TG_OP = 'UPDATE' AND NEW.question_set_id <> OLD.question_set_id) THEN
    RAISE EXCEPTION 'published questions stay as they are' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_stay BEFORE INSERT OR UPDATE OR DELETE ON organizations_question
  FOR EACH ROW EXECUTE FUNCTION published_questions_stay();
