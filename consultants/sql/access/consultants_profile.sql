-- The second wall: a profile answers to its owner; others read it through `profile_seen` and its siblings.
ALTER TABLE consultants_profile ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_profile
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, DELETE ON consultants_profile FROM equal_web;  -- opened by `open_profile`
