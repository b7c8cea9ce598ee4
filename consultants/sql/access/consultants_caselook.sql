-- The consultant reads each look through a case; `case_card` writes them.
ALTER TABLE consultants_caselook ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_caselook FOR SELECT
  USING (EXISTS (SELECT 1 FROM consultants_accesscase k
                  WHERE k.id = case_id AND k.consultant_id = (SELECT viewer_consultant())));
REVOKE INSERT, UPDATE, DELETE ON consultants_caselook FROM equal_web;
