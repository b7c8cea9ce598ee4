-- Who looked. The consultant reads the rows about themselves; nobody else reads any.

ALTER TABLE consultants_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_look FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_look FROM equal_web;

-- Write what a page has shown to the acting member: one statement a page, at most once a minute for
-- what is noted already. Rows are written in one order, so two pages can't wait for each other.
CREATE FUNCTION log_looks(looked_at bigint[], shown int[], is_opened boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO consultants_look AS l (organization_id, consultant_id, day, items, is_opened, first_at, last_at)
  SELECT v.home, seen.id, (now() AT TIME ZONE 'UTC')::date, seen.items, log_looks.is_opened, now(), now()
    FROM acting_viewer() v CROSS JOIN unnest(looked_at, shown) AS seen (id, items)
   WHERE v.home = viewer_org() AND seen.items > 0
   ORDER BY seen.id
  ON CONFLICT (organization_id, consultant_id, day) DO UPDATE
    SET items = l.items | excluded.items, is_opened = l.is_opened OR excluded.is_opened, last_at = excluded.last_at
    WHERE (l.items | excluded.items, l.is_opened OR excluded.is_opened) <> (l.items, l.is_opened)
       OR l.last_at < excluded.last_at - interval '1 minute'
$$;

-- Whether the acting organization may open this person's page today: it may open so many different
-- people a day. Who was opened today stays open.
CREATE FUNCTION may_open(the_consultant bigint, most int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (
  SELECT count(*) < most FROM (
    SELECT FROM acting_viewer() v JOIN consultants_look l ON l.organization_id = v.home
     WHERE l.day = (now() AT TIME ZONE 'UTC')::date AND l.is_opened AND l.consultant_id <> the_consultant
     LIMIT most) others);

REVOKE EXECUTE ON FUNCTION log_looks(bigint[], int[], boolean), may_open(bigint, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_looks(bigint[], int[], boolean), may_open(bigint, int) TO equal_web;
