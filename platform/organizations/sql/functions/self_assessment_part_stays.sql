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
