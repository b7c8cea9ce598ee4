-- The second wall: a permission answers to who gave it; an organization reads those it was given.
ALTER TABLE consultants_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consent
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
-- an organization whose check lapsed still reads what was stopped: it has to delete what it kept
CREATE POLICY received ON consultants_consent FOR SELECT
  USING (organization_id = (SELECT org FROM acting_viewer())
         OR (stopped_at IS NOT NULL AND organization_id = (SELECT home FROM acting_viewer())));
-- the job that reminds of an end reads what ends within a week, and notes that it did
CREATE POLICY reminder ON consultants_consent
  USING (viewer_identity() = 'job:consultants.remind_of_ends' AND stopped_at IS NULL
         AND valid_until BETWEEN clock_now() AND clock_now() + interval '7 days');
REVOKE DELETE ON consultants_consent FROM equal_web;
