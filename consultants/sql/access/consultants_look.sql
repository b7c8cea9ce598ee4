-- Who looked. The consultant reads the rows about themselves; nobody else reads any.
ALTER TABLE consultants_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_look FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_look FROM equal_web;
