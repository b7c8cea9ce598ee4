-- Feedback is read by its writer, written once the work has ended, and changed for 14 days. Others get
-- it only through two functions: in steps of five people (`feedback_in_public`), or as words without a
-- name (`feedback_notes`).
ALTER TABLE engagements_feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_feedback FOR SELECT
  USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY write_own ON engagements_feedback FOR INSERT
  WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY change_own ON engagements_feedback FOR UPDATE
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE DELETE ON engagements_feedback FROM equal_web;
