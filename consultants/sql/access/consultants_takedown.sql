-- What is to be deleted after a stop: both sides of the permission read it; the organization answers.
ALTER TABLE consultants_takedown ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_takedown USING (is_own_consent(consent_id))
  WITH CHECK (is_own_consent(consent_id));
CREATE POLICY received ON consultants_takedown FOR SELECT USING (is_consent_of_home(consent_id));
CREATE POLICY answered ON consultants_takedown FOR UPDATE USING (is_consent_of_home(consent_id));
REVOKE UPDATE, DELETE ON consultants_takedown FROM equal_web;
GRANT UPDATE (answer, note, answered_at) ON consultants_takedown TO equal_web;
