-- Feedback is read by its writer, written once the work has ended, and changed for 14 days. Others get
-- it only through the two functions below: in steps of five people, or as words without a name.

ALTER TABLE engagements_feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_feedback FOR SELECT
  USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY write_own ON engagements_feedback FOR INSERT
  WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY change_own ON engagements_feedback FOR UPDATE
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE DELETE ON engagements_feedback FROM equal_web;

CREATE FUNCTION feedback_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.created_at := now();
    IF NOT EXISTS (SELECT 1 FROM engagements_engagement e
                    WHERE e.id = NEW.engagement_id AND e.organization_id = NEW.organization_id
                      AND e.consultant_id = NEW.consultant_id AND e.state IN ('done', 'ended'))
       OR NOT EXISTS (SELECT 1 FROM engagements_contract c
                       WHERE c.engagement_id = NEW.engagement_id AND c.signed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'feedback is about work of one''s own that has ended'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF (NEW.engagement_id, NEW.organization_id, NEW.consultant_id, NEW.created_at)
        IS DISTINCT FROM (OLD.engagement_id, OLD.organization_id, OLD.consultant_id, OLD.created_at)
        OR OLD.created_at < now() - interval '14 days' THEN
    RAISE EXCEPTION 'feedback on engagement % is fixed', OLD.engagement_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_sound BEFORE INSERT OR UPDATE ON engagements_feedback
  FOR EACH ROW EXECUTE FUNCTION feedback_is_sound();

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
       AND f.created_at < least(date_trunc('month', now()), now() - interval '14 days')
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

-- The words written to administrators, without who wrote them, by month.
CREATE FUNCTION feedback_notes(the_organization bigint)
RETURNS TABLE (month date, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT date_trunc('month', f.created_at)::date, f.note FROM engagements_feedback f
   WHERE f.organization_id = the_organization AND f.note <> ''
     AND EXISTS (SELECT 1 FROM accounts_user u
                  WHERE u.id = viewer_user() AND u.kind = 'administrator' AND u.is_active)
   ORDER BY 1 DESC, md5(f.note) LIMIT 50;
$$;
REVOKE EXECUTE ON FUNCTION feedback_in_public(bigint), feedback_notes(bigint), feedback_is_sound() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feedback_in_public(bigint), feedback_notes(bigint) TO equal_web;
