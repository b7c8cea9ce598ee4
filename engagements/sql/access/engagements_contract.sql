-- The second wall of the work: the two sides of an engagement read its contract.
ALTER TABLE engagements_contract ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties ON engagements_contract
  USING (viewer_is_party(engagement_id)) WITH CHECK (viewer_is_party(engagement_id));
-- The timer completes the contract with the last approval; payments only look at its state.
CREATE POLICY timer ON engagements_contract USING (viewer_identity() = 'job:engagements.approve_overdue');
CREATE POLICY payment_jobs ON engagements_contract FOR SELECT
  USING (viewer_identity() LIKE 'job:payments.%');
REVOKE DELETE ON engagements_contract FROM equal_web;
