-- The two sides of an engagement read its signatures, and each signs as themselves. What is signed stays.
ALTER TABLE engagements_signature ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties ON engagements_signature
  USING (EXISTS (SELECT 1 FROM engagements_contract c WHERE c.id = contract_id AND viewer_is_party(c.engagement_id)))
  WITH CHECK (signed_by_id = viewer_user() AND EXISTS (
    SELECT 1 FROM engagements_contract c WHERE c.id = contract_id AND viewer_is_party(c.engagement_id)));
REVOKE UPDATE, DELETE ON engagements_signature FROM equal_web;
