-- Actions are for the team; those of a finished self-assessment are read by others too.
ALTER TABLE organizations_plannedaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_plannedaction USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
CREATE POLICY said ON organizations_plannedaction FOR SELECT USING (is_said(self_assessment_id));
