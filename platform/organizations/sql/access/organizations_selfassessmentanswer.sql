-- Answers are for the team alone.
ALTER TABLE organizations_selfassessmentanswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_selfassessmentanswer USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
REVOKE DELETE ON organizations_selfassessmentanswer FROM equal_web;
