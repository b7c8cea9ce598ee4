-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgertransaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_as_party ON payments_ledgertransaction FOR SELECT USING (viewer_is_party(engagement_id));
CREATE POLICY payment_jobs ON payments_ledgertransaction
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
REVOKE UPDATE, DELETE ON payments_ledgertransaction FROM equal_web;
