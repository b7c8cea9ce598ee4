-- What consultants say about an organization, for everybody: nothing below five people. Each person
-- counts once, with their latest answers; only answers that can't change any more and are older than
-- this month count, and people count in steps of five, so that no single one shows by comparing two
-- days. Shares come in five broad steps: 4 = nearly all said yes, 0 = few or none. One no among five
-- looks like none, and one yes among five like none.
CREATE FUNCTION feedback_in_public(the_organization bigint)
RETURNS TABLE (people int, question text, step int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH latest AS (
    SELECT DISTINCT ON (f.consultant_id) f.* FROM engagements_feedback f
     WHERE f.organization_id = the_organization
       AND f.created_at < least(date_trunc('month', clock_now()), clock_now() - interval '14 days')
     ORDER BY f.consultant_id, f.created_at DESC
  ), counted AS (
    SELECT l.*, row_number() OVER (ORDER BY l.created_at, l.engagement_id) AS place,
           5 * (count(*) OVER () / 5) AS people
      FROM latest l
  ), answers AS (
    SELECT c.people, q.question, q.said FROM counted c,
           LATERAL (VALUES ('paid_on_time', c.paid_on_time), ('terms_kept', c.terms_kept),
                           ('topics_respected', c.topics_respected), ('equal_footing', c.equal_footing),
                           ('would_again', c.would_again)) q (question, said)
     WHERE c.place <= c.people AND q.said <> 'skipped'
  )
  SELECT s.people::int, s.question,
         CASE WHEN 5 * s.yes >= 4 * s.n THEN 4 WHEN 5 * s.yes >= 3 * s.n THEN 3
              WHEN 5 * s.yes >= 2 * s.n THEN 2 WHEN 5 * s.yes > s.n THEN 1 ELSE 0 END
    FROM (SELECT a.people, a.question, count(*) AS n, count(*) FILTER (WHERE a.said = 'yes') AS yes
            FROM answers a GROUP BY a.people, a.question HAVING count(*) >= 5) s;
$$;
REVOKE EXECUTE ON FUNCTION feedback_in_public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feedback_in_public TO equal_web;
