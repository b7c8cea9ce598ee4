-- The ledger: every transaction sums to zero, nothing held or due goes below zero, nothing changes.

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledgertransaction
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledgerentry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledgeraccount
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Checked when the writer commits, as the owner: it must see every leg, whoever writes.
CREATE FUNCTION ledger_transaction_balances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_transaction bigint := CASE TG_TABLE_NAME
    WHEN 'payments_ledgertransaction' THEN NEW.id ELSE (to_jsonb(NEW)->>'transaction_id')::bigint END;
  legs int;
  total numeric;
  strangers int;
BEGIN
  SELECT count(*), sum(e.amount),
         count(*) FILTER (WHERE a.engagement_id <> t.engagement_id OR a.currency <> t.currency)
    INTO legs, total, strangers
    FROM payments_ledgerentry e
    JOIN payments_ledgeraccount a ON a.id = e.account_id
    JOIN payments_ledgertransaction t ON t.id = e.transaction_id
   WHERE e.transaction_id = the_transaction;
  IF legs < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'ledger transaction % does not balance', the_transaction
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF strangers > 0 THEN
    RAISE EXCEPTION 'ledger transaction % mixes engagements or currencies', the_transaction
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON payments_ledgertransaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();

-- What is held, due or at the provider can't be spent twice.
CREATE FUNCTION ledger_account_not_overdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_kind text;
  balance numeric;
BEGIN
  -- two writers of one account take turns; the loser then counts the winner's legs
  SELECT kind INTO the_kind FROM payments_ledgeraccount WHERE id = NEW.account_id FOR UPDATE;
  SELECT sum(amount) INTO balance FROM payments_ledgerentry WHERE account_id = NEW.account_id;
  IF (the_kind IN ('held', 'due') AND balance > 0) OR (the_kind = 'provider' AND balance < 0) THEN
    RAISE EXCEPTION 'ledger account % is overdrawn', NEW.account_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER not_overdrawn AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_account_not_overdrawn();

REVOKE UPDATE, DELETE ON payments_ledgeraccount, payments_ledgertransaction, payments_ledgerentry
  FROM equal_web;
REVOKE EXECUTE ON FUNCTION ledger_transaction_balances(), ledger_account_not_overdrawn() FROM PUBLIC;

-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgeraccount ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments_ledgertransaction ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments_ledgerentry ENABLE ROW LEVEL SECURITY;

CREATE POLICY read_as_party ON payments_ledgeraccount FOR SELECT USING (viewer_is_party(engagement_id));
CREATE POLICY read_as_party ON payments_ledgertransaction FOR SELECT USING (viewer_is_party(engagement_id));
CREATE POLICY read_as_party ON payments_ledgerentry FOR SELECT
  USING (EXISTS (SELECT 1 FROM payments_ledgertransaction t
                  WHERE t.id = transaction_id AND viewer_is_party(t.engagement_id)));

CREATE POLICY payment_jobs ON payments_ledgeraccount
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
CREATE POLICY payment_jobs ON payments_ledgertransaction
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
CREATE POLICY payment_jobs ON payments_ledgerentry
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
