-- The consultant reads how organizations stand to them; functions and triggers write it.
ALTER TABLE consultants_standing ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_standing FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_standing FROM equal_web;
