-- Blocks of one person: they see nothing of the consultant while they are signed in, whatever they
-- act for. Search and the view of values read this table; nobody but the consultant can.
ALTER TABLE consultants_personblock ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_personblock FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_personblock FROM equal_web;
