-- Consultants read the head of their own chain; the chain itself moves it on.
ALTER TABLE consultants_consenthead ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consenthead FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consenthead FROM equal_web;
