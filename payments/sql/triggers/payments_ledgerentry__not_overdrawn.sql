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
REVOKE EXECUTE ON FUNCTION ledger_account_not_overdrawn FROM PUBLIC;
