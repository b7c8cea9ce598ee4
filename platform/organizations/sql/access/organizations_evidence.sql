-- Evidence is for the team alone.
ALTER TABLE organizations_evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_evidence USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
