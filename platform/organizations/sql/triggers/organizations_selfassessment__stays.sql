-- Begun with published questions only; finished, it keeps its words.
CREATE FUNCTION self_assessment_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM organizations_questionset s
      WHERE s.id = NEW.question_set_id AND s.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'only published questions are asked' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.question_set_id <> OLD.question_set_id OR OLD.state = 'finished'
      AND to_jsonb(NEW) - 'reminded_at' <> to_jsonb(OLD) - 'reminded_at') THEN
    RAISE EXCEPTION 'self-check % is finished', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE ON organizations_selfassessment
  FOR EACH ROW EXECUTE FUNCTION self_assessment_stays();
