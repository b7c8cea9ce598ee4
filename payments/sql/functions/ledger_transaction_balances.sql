-- The ledger: every transaction sums to zero, nothing held or due goes below zero, nothing changes.
--
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
REVOKE EXECUTE ON FUNCTION ledger_transaction_balances FROM PUBLIC;
