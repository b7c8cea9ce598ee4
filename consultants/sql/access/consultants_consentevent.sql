-- Consultants read their own chain. Nobody else reads anything of it, and nobody writes past
-- `record_consent` and `note_expired`.
ALTER TABLE consultants_consentevent ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentevent FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consentevent FROM equal_web;
