-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgerentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_as_party ON payments_ledgerentry FOR SELECT
  USING (EXISTS (SELECT 1 FROM payments_ledgertransaction t
                  WHERE t.id = transaction_id AND viewer_is_party(t.engagement_id)));
CREATE POLICY payment_jobs ON payments_ledgerentry
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
REVOKE UPDATE, DELETE ON payments_ledgerentry FROM equal_web;
