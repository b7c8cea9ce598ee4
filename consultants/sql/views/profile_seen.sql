-- What may be seen of other people. The working name is the door: who may not see it sees nothing of
-- that person. Paused, blocked and closed accounts have no row. One text, read three ways, so that a
-- preview can't differ from the look it previews:
--   profile_seen           by the acting viewer
--   profile_for_anyone     by somebody who only has the link (a blocked viewer still sees nothing)
--   profile_previewed      the acting consultant's own profile, as somebody else would see it
-- `v` is who looks: me, own (whose own row is shown whole), home, org, base, speaks as in
-- acting_viewer(); tie and given stand in for a tie and for permitted items in a preview. at: what time
-- it is, read once: to plan seventeen calls of the clock takes longer than to look.
DO $make$
DECLARE
  names text[] := ARRAY['name', 'pronouns', 'introduction', 'expertise', 'languages', 'region', 'rate',
    'availability', 'photo', 'past_work', 'reference', 'statement', 'email', 'phone', 'legal_name', 'address'];
  shown text := (
    SELECT string_agg(format($item$
      CASE WHEN c.user_id = v.own
             OR may_see(p.%1$I, v.base, coalesce(v.tie, s.tie), s.%2$I > v.at OR (g.items | v.given) & %3$s <> 0)
           THEN p.%4$I END AS %4$I$item$,
      name || '_audience', name || '_until', 1 << (place - 1)::int, name), ',' ORDER BY place)
      FROM unnest(names) WITH ORDINALITY AS item (name, place));
  the_rule text := 'SELECT p.consultant_id,' || shown || $rule$
    FROM v CROSS JOIN consultants_profile p
    JOIN consultants_consultant c ON c.id = p.consultant_id
    JOIN accounts_user u ON u.id = c.user_id AND u.is_active
    LEFT JOIN consultants_standing s ON s.organization_id = v.org AND s.consultant_id = p.consultant_id
    CROSS JOIN LATERAL (  -- what was given to assigned members only, if the viewer is one
      SELECT coalesce(bit_or(a.items), 0) AS items FROM consultants_consent a
       WHERE a.organization_id = v.org AND a.consultant_id = p.consultant_id
         AND a.assigned_only AND a.stopped_at IS NULL AND a.valid_until > v.at
         AND (v.speaks OR EXISTS (SELECT 1 FROM consultants_assignment t WHERE t.organization_id = v.org
                                     AND t.consultant_id = p.consultant_id AND t.user_id = v.me))) g
    WHERE c.user_id = v.own
       OR (p.name <> '' AND c.paused_at IS NULL
           AND may_see(p.name_audience, v.base, coalesce(v.tie, s.tie),
                       s.name_until > v.at OR (g.items | v.given) & 1 <> 0)
           AND NOT EXISTS (SELECT 1 FROM consultants_standing b
                            WHERE b.organization_id = v.home AND b.consultant_id = p.consultant_id AND b.blocked)
           AND NOT EXISTS (SELECT 1 FROM consultants_personblock b
                            WHERE b.user_id = v.me AND b.consultant_id = p.consultant_id))$rule$;
BEGIN
  EXECUTE 'CREATE VIEW profile_seen WITH (security_barrier) AS WITH v AS MATERIALIZED (
    SELECT me, me AS own, home, org, base, speaks, NULL::smallint AS tie, 0 AS given, clock_now() AS at FROM acting_viewer()) '
    || the_rule;

  EXECUTE format($make_public$
    CREATE FUNCTION profile_for_anyone(the_code text) RETURNS SETOF profile_seen
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
      WITH v AS MATERIALIZED (
        SELECT me, NULL::bigint AS own, home, NULL::bigint AS org, CASE WHEN base IS NOT NULL THEN 5 END AS base,
               false AS speaks, NULL::smallint AS tie, 0 AS given, clock_now() AS at FROM acting_viewer())
      SELECT seen.* FROM (%s) seen JOIN consultants_consultant k ON k.id = seen.consultant_id
       WHERE k.code = the_code $body$ $make_public$, the_rule);

  EXECUTE format($make_preview$
    CREATE FUNCTION profile_previewed(the_organization bigint, is_assigned boolean, the_audience int)
    RETURNS SETOF profile_seen
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
      WITH v AS MATERIALIZED (
        SELECT NULL::bigint AS me, NULL::bigint AS own, the_organization AS home, o.org,
               CASE WHEN the_audience IS NULL THEN o.base WHEN the_audience = 5 THEN 5 WHEN the_audience > 0 THEN 4 END AS base,
               is_assigned AS speaks,
               CASE WHEN the_audience IN (2, 3) THEN the_audience::smallint END AS tie,
               CASE WHEN the_audience = 1 THEN 65535 ELSE 0 END AS given, clock_now() AS at
          FROM counts_as(the_organization) o)
      SELECT seen.* FROM (%s) seen WHERE seen.consultant_id = viewer_consultant() $body$ $make_preview$, the_rule);
END $make$;
GRANT SELECT ON profile_seen TO equal_web;
REVOKE INSERT, UPDATE, DELETE ON profile_seen FROM equal_web;
REVOKE EXECUTE ON FUNCTION profile_for_anyone FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION profile_previewed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION profile_for_anyone TO equal_web;
GRANT EXECUTE ON FUNCTION profile_previewed TO equal_web;
