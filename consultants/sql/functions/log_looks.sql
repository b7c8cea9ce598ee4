-- Write what a page has shown to the acting member: one statement a page, at most once a minute for
-- what is noted already. Rows are written in one order, so two pages can't wait for each other.
CREATE FUNCTION log_looks(looked_at bigint[], shown int[], is_opened boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO consultants_look AS l (organization_id, consultant_id, day, items, is_opened, first_at, last_at)
  SELECT v.home, seen.id, (clock_now() AT TIME ZONE 'UTC')::date, seen.items, log_looks.is_opened, clock_now(), clock_now()
    FROM acting_viewer() v CROSS JOIN unnest(looked_at, shown) AS seen (id, items)
   WHERE v.home = viewer_org() AND seen.items > 0
   ORDER BY seen.id
  ON CONFLICT (organization_id, consultant_id, day) DO UPDATE
    SET items = l.items | excluded.items, is_opened = l.is_opened OR excluded.is_opened, last_at = excluded.last_at
    WHERE (l.items | excluded.items, l.is_opened OR excluded.is_opened) <> (l.items, l.is_opened)
       OR l.last_at < excluded.last_at - interval '1 minute'
$$;
REVOKE EXECUTE ON FUNCTION log_looks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_looks TO equal_web;
