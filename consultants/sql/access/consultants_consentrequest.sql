-- Asking for a permission. The consultant reads and answers the row; the organization reads a view in
-- which a no can't be told from no answer yet (`consultants_sentrequest`), and writes through functions.
ALTER TABLE consultants_consentrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentrequest
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consentrequest FROM equal_web;
GRANT UPDATE (state, answered_at) ON consultants_consentrequest TO equal_web;
