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
