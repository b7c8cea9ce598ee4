-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.

--- functions/ledger_transaction_balances.sql ---
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

--- functions/paid_by_kind.sql ---
-- What projects paid, by kind of work, for everybody. The database lets nothing out from which one
-- person's pay could be worked out: work that has ended before this month and whose pay has all been
-- sent; at least five pieces of work by five consultants for three organizations, none of which has
-- more than half; the oldest ones in steps of five, so that no single one shows by comparing two
-- months; the middle half instead of the ends; fees to 50, pay for an hour to 5 of the currency.
CREATE FUNCTION paid_by_kind()
RETURNS TABLE (kind text, works int, middle bigint, low bigint, high bigint, hourly bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ended AS (
    SELECT po.kind_of_work AS kind, e.id, e.consultant_id, e.organization_id,
           sum(p.amount) AS fee, sum(p.amount) / po.hours AS hourly,
           max(p.released_at) AS ended_at
      FROM engagements_engagement e
      JOIN engagements_posting po ON po.id = e.posting_id AND po.hours > 0 AND po.currency = 'usd'
      JOIN engagements_milestone m ON m.engagement_id = e.id
      LEFT JOIN payments_payout p ON p.milestone_id = m.id AND p.state IN ('released', 'paid_out')
     WHERE e.state = 'done'
     GROUP BY po.kind_of_work, po.hours, e.id
    HAVING count(*) = count(p.id) AND max(p.released_at) < date_trunc('month', clock_now())
  ), placed AS (
    SELECT d.*, row_number() OVER w AS place,
           5 * (count(*) OVER (PARTITION BY d.kind) / 5) AS shown
      FROM ended d WINDOW w AS (PARTITION BY d.kind ORDER BY d.ended_at, d.id)
  ), shown AS (
    SELECT * FROM placed WHERE place <= shown
  ), biggest AS (
    SELECT s.kind, max(s.n) AS works FROM (
      SELECT kind, count(*) AS n FROM shown GROUP BY kind, organization_id) s GROUP BY s.kind
  )
  SELECT s.kind::text, count(*)::int,
         (round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s.fee) / 5000) * 5000)::bigint,
         (round(percentile_cont(0.25) WITHIN GROUP (ORDER BY s.fee) / 5000) * 5000)::bigint,
         (round(percentile_cont(0.75) WITHIN GROUP (ORDER BY s.fee) / 5000) * 5000)::bigint,
         (round(percentile_cont(0.5) WITHIN GROUP (ORDER BY s.hourly) / 500) * 500)::bigint
    FROM shown s JOIN biggest b ON b.kind = s.kind
   GROUP BY s.kind, b.works
  HAVING count(*) >= 5 AND count(DISTINCT s.consultant_id) >= 5
     AND count(DISTINCT s.organization_id) >= 3 AND 2 * b.works <= count(*)
   ORDER BY 1;
$$;
REVOKE EXECUTE ON FUNCTION paid_by_kind FROM PUBLIC;
GRANT EXECUTE ON FUNCTION paid_by_kind TO equal_web;

--- triggers/engagements_milestone__money_in_first.sql ---
-- Nobody starts before the money is in: a stage past "planned" needs its funding held in full.
CREATE FUNCTION milestone_needs_money_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'planned' AND NOT EXISTS (
      SELECT 1 FROM payments_funding f
       WHERE f.milestone_id = NEW.id AND f.paid_in >= NEW.amount AND f.state = 'held') THEN
    RAISE EXCEPTION 'milestone % has no money in', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER money_in_first AFTER INSERT OR UPDATE OF state ON engagements_milestone
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION milestone_needs_money_in();
REVOKE EXECUTE ON FUNCTION milestone_needs_money_in FROM PUBLIC;

--- triggers/payments_ledgeraccount__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledgeraccount
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/payments_ledgerentry__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledgerentry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/payments_ledgerentry__balances.sql ---
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();

--- triggers/payments_ledgerentry__not_overdrawn.sql ---
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

--- triggers/payments_ledgertransaction__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_ledgertransaction
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/payments_ledgertransaction__balances.sql ---
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON payments_ledgertransaction
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();

--- access/payments_ledgeraccount.sql ---
-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgeraccount ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_as_party ON payments_ledgeraccount FOR SELECT USING (viewer_is_party(engagement_id));
CREATE POLICY payment_jobs ON payments_ledgeraccount
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
REVOKE UPDATE, DELETE ON payments_ledgeraccount FROM equal_web;

--- access/payments_ledgerentry.sql ---
-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgerentry ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_as_party ON payments_ledgerentry FOR SELECT
  USING (EXISTS (SELECT 1 FROM payments_ledgertransaction t
                  WHERE t.id = transaction_id AND viewer_is_party(t.engagement_id)));
CREATE POLICY payment_jobs ON payments_ledgerentry
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
REVOKE UPDATE, DELETE ON payments_ledgerentry FROM equal_web;

--- access/payments_ledgertransaction.sql ---
-- The second wall: the two sides of the engagement read it, payment jobs write it.
ALTER TABLE payments_ledgertransaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_as_party ON payments_ledgertransaction FOR SELECT USING (viewer_is_party(engagement_id));
CREATE POLICY payment_jobs ON payments_ledgertransaction
  USING (viewer_identity() LIKE 'job:payments.%') WITH CHECK (viewer_identity() LIKE 'job:payments.%');
REVOKE UPDATE, DELETE ON payments_ledgertransaction FROM equal_web;
