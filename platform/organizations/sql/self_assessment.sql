-- The rights self-assessment: published questions stay as they were answered, a finished one stays as it
-- was said, and answers and evidence are for the team alone.

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

CREATE FUNCTION published_set_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'published questions stay as they are' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_stay BEFORE UPDATE OR DELETE ON organizations_questionset
  FOR EACH ROW EXECUTE FUNCTION published_set_stays();

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

-- Answers and evidence belong to an open one; an answer answers a question of its version.
CREATE FUNCTION self_assessment_part_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  IF NOT EXISTS (SELECT 1 FROM organizations_selfassessment c
                  WHERE c.id = (part ->> 'self_assessment_id')::bigint AND c.state = 'open') THEN
    RAISE EXCEPTION 'this self-check is finished' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF part ? 'question_id' AND NOT EXISTS (
      SELECT 1 FROM organizations_selfassessment c
        JOIN organizations_question q ON q.question_set_id = c.question_set_id
       WHERE c.id = (part ->> 'self_assessment_id')::bigint AND q.id = (part ->> 'question_id')::bigint) THEN
    RAISE EXCEPTION 'the question is of another version' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_selfassessmentanswer
  FOR EACH ROW EXECUTE FUNCTION self_assessment_part_stays();
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_evidence
  FOR EACH ROW EXECUTE FUNCTION self_assessment_part_stays();

-- An action of a finished one keeps its words; only whether it is done moves on.
CREATE FUNCTION planned_action_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  its_check bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.self_assessment_id ELSE OLD.self_assessment_id END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'done_on' = to_jsonb(OLD) - 'done_on' THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_selfassessment c WHERE c.id = its_check AND c.state = 'open') THEN
    RAISE EXCEPTION 'this self-check is finished' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_plannedaction
  FOR EACH ROW EXECUTE FUNCTION planned_action_stays();

ALTER TABLE organizations_selfassessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_selfassessmentanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations_plannedaction ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON organizations_selfassessment
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
CREATE POLICY said ON organizations_selfassessment FOR SELECT USING (state = 'finished');
CREATE POLICY reminder ON organizations_selfassessment FOR UPDATE
  USING (viewer_identity() = 'job:organizations.remind_of_self_assessments' AND state = 'finished');

CREATE FUNCTION viewer_self_assessments() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM organizations_selfassessment c WHERE c.organization_id = viewer_team();
$$;
CREATE FUNCTION is_said(the_self_assessment bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM organizations_selfassessment c WHERE c.id = the_self_assessment AND c.state = 'finished');
REVOKE EXECUTE ON FUNCTION viewer_self_assessments(), is_said(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_self_assessments(), is_said(bigint) TO equal_web;

CREATE POLICY own ON organizations_selfassessmentanswer USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
CREATE POLICY own ON organizations_evidence USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
CREATE POLICY own ON organizations_plannedaction USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
CREATE POLICY said ON organizations_plannedaction FOR SELECT USING (is_said(self_assessment_id));
REVOKE DELETE ON organizations_selfassessment, organizations_selfassessmentanswer FROM equal_web;
