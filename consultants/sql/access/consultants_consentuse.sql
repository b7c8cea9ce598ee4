-- Uses beyond the profile: both sides of the permission read them; the organization records.
ALTER TABLE consultants_consentuse ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentuse FOR SELECT USING (is_own_consent(consent_id));
CREATE POLICY received ON consultants_consentuse FOR SELECT USING (is_consent_of_home(consent_id));
CREATE POLICY recorded ON consultants_consentuse FOR INSERT
  WITH CHECK (is_consent_of_home(consent_id) AND recorded_by_id = viewer_user());
REVOKE UPDATE, DELETE ON consultants_consentuse FROM equal_web;
