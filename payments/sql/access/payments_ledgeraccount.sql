-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgeraccount ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_as_party ON payments_ledgeraccount FOR SELECT USING (viewer_is_party(engagement_id));
CREATE POLICY payment_jobs ON payments_ledgeraccount
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
REVOKE UPDATE, DELETE ON payments_ledgeraccount FROM equal_web;
