-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.

--- types/search_question.sql ---
-- What is asked. A null asks nothing; `words` are whole words, each a parameter.
CREATE TYPE search_question AS (
  expertise smallint, language smallint, region smallint, rate int, availability smallint,
  words text[], by_rate boolean);

--- functions/counts_as.sql ---
-- How an organization counts when it looks: by itself while its check holds, otherwise like anyone.
-- Base is 4 for checked organizations; the watched kinds see more by a tie or a permission only.
CREATE FUNCTION counts_as(the_organization bigint, OUT org bigint, OUT base int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, CASE WHEN o.id IS NULL OR o.kind IN ('police', 'immigration', 'prosecution', 'press')
                    THEN 5 ELSE 4 END
    FROM (VALUES (the_organization)) AS looking (id)
    LEFT JOIN organizations_organization o ON o.id = looking.id AND o.checked_until > clock_now()
$$;
REVOKE EXECUTE ON FUNCTION counts_as FROM PUBLIC;

--- functions/acting_viewer.sql ---
-- The acting viewer, read once a statement.
--   me: the person. home: the organization that the person is a live member of; its blocks hold even
--   when its check lapsed. org: the same while it is claimed and checked; ties and permissions are
--   looked up by it. base: 4 for checked organizations, 5 for anybody else who looks; none for jobs,
--   cases, administrators and where nobody was set, so that these see nothing here. speaks: whether
--   the person speaks for the whole organization, and so takes part in all of its work.
CREATE FUNCTION acting_viewer(OUT me bigint, OUT home bigint, OUT org bigint, OUT base int, OUT speaks boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  me := viewer_user();
  IF me IS NULL AND viewer_identity() <> 'anyone' THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = me AND u.kind = 'administrator') THEN
    RETURN;
  END IF;
  SELECT m.organization_id, m.role IN ('owner', 'coordinator') AND NOT m.limited INTO home, speaks
    FROM organizations_membership m WHERE m.user_id = me;
  SELECT c.org, c.base INTO org, base FROM counts_as(CASE WHEN home = viewer_org() THEN home END) c;
END $$;
REVOKE EXECUTE ON FUNCTION acting_viewer FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acting_viewer TO equal_web;

--- functions/arranges_for.sql ---
-- Whether this person speaks for the whole organization: nobody assigns themselves.
CREATE FUNCTION arranges_for(the_organization bigint, the_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM organizations_membership m
                WHERE m.organization_id = the_organization AND m.user_id = the_user
                  AND m.role IN ('owner', 'coordinator') AND NOT m.limited);
REVOKE EXECUTE ON FUNCTION arranges_for FROM PUBLIC;

--- functions/viewer_may_ask.sql ---
-- Whether the acting person may ask for their organization: a live, unlimited owner or coordinator.
CREATE FUNCTION viewer_may_ask() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM acting_viewer() v JOIN organizations_membership m ON m.organization_id = v.org AND m.user_id = v.me
   WHERE m.role IN ('owner', 'coordinator') AND NOT m.limited);
REVOKE EXECUTE ON FUNCTION viewer_may_ask FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_ask TO equal_web;

--- functions/may_see.sql ---
-- THE RULE: who sees an item. Nothing else decides, here or in Python.
--   base: 5 for anyone, 4 for a checked organization; tie: 2 working with, 3 talking with, or none;
--   granted: a permission that names the item is in force.
CREATE FUNCTION may_see(audience smallint, base int, tie smallint, granted boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN audience >= base OR (audience >= 2 AND audience >= tie) OR (audience >= 1 AND granted);

--- functions/viewer_consultant.sql ---
-- Whose profile the acting viewer owns; read once a statement, so indexes stay in use.
CREATE FUNCTION viewer_consultant() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT c.id FROM consultants_consultant c WHERE c.user_id = viewer_user());
REVOKE EXECUTE ON FUNCTION viewer_consultant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_consultant TO equal_web;

--- functions/is_open.sql ---
-- Whether everybody of this base may see an item of a listed person, by the rule itself: the working
-- name is the door.
CREATE FUNCTION is_open(listed boolean, door smallint, audience smallint, base int) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN listed AND may_see(door, base, NULL, false) AND may_see(audience, base, NULL, false);

--- tables/consultants_profile.sql ---
-- Whether a person can be found at all: they have a working name, are not paused, and their account is
-- open. Kept by triggers in the writer's transaction, so that search need not ask three tables.
ALTER TABLE consultants_profile ADD listed boolean NOT NULL DEFAULT false;

-- What search reads: words of the long texts, and the values that anyone may see (pub_) or that every
-- checked organization may see (chk_), computed by the rule itself. Permissions and ties only add to
-- these, so they can be stored; the blocks are asked by search.
ALTER TABLE consultants_profile
  ADD introduction_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', introduction))) STORED,
  ADD past_work_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', past_work))) STORED,
  ADD statement_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', statement))) STORED;

DO $make$
DECLARE
  level record;
BEGIN
  FOR level IN VALUES ('pub', 5), ('chk', 4) LOOP
    EXECUTE format($columns$
      ALTER TABLE consultants_profile
        ADD %1$s_expertise smallint[] GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, expertise_audience, %2$s) THEN expertise END) STORED,
        ADD %1$s_languages smallint[] GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, languages_audience, %2$s) THEN languages END) STORED,
        ADD %1$s_region smallint GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, region_audience, %2$s) THEN region END) STORED,
        ADD %1$s_rate int GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, rate_audience, %2$s) THEN rate END) STORED,
        ADD %1$s_availability smallint GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, availability_audience, %2$s) THEN availability END) STORED,
        ADD %1$s_words tsvector GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, name_audience, %2$s) THEN strip(to_tsvector('simple',
            CASE WHEN is_open(listed, name_audience, introduction_audience, %2$s) THEN introduction ELSE '' END || ' ' ||
            CASE WHEN is_open(listed, name_audience, past_work_audience, %2$s) THEN past_work ELSE '' END || ' ' ||
            CASE WHEN is_open(listed, name_audience, statement_audience, %2$s) THEN statement ELSE '' END)) END) STORED;
      ALTER TABLE consultants_profile ALTER %1$s_words SET STORAGE MAIN;

      CREATE INDEX profile_%1$s_order ON consultants_profile (order_key) INCLUDE (consultant_id)
        WHERE listed AND name_audience >= %2$s;
      CREATE INDEX profile_%1$s_rate ON consultants_profile (%1$s_rate, order_key) WHERE %1$s_rate IS NOT NULL;
      CREATE INDEX profile_%1$s_region ON consultants_profile (%1$s_region, order_key) WHERE %1$s_region IS NOT NULL;
      CREATE INDEX profile_%1$s_expertise ON consultants_profile USING gin (%1$s_expertise) WITH (fastupdate = off)
        WHERE %1$s_expertise IS NOT NULL;
      CREATE INDEX profile_%1$s_languages ON consultants_profile USING gin (%1$s_languages) WITH (fastupdate = off)
        WHERE %1$s_languages IS NOT NULL;
      CREATE INDEX profile_%1$s_words ON consultants_profile USING gin (%1$s_words) WHERE %1$s_words IS NOT NULL;
    $columns$, level.column1, level.column2);
  END LOOP;
END $make$;

-- long texts are read by few pages and stay out of the row; words are short enough to stay in it
ALTER TABLE consultants_profile
  ALTER introduction SET STORAGE EXTERNAL, ALTER past_work SET STORAGE EXTERNAL,
  ALTER statement SET STORAGE EXTERNAL, ALTER introduction_words SET STORAGE MAIN,
  ALTER past_work_words SET STORAGE MAIN, ALTER statement_words SET STORAGE MAIN;

-- What some organization may see. A value that only its owner sees is in no index.
CREATE INDEX profile_order ON consultants_profile (order_key) WHERE listed AND name_audience >= 1;
CREATE INDEX profile_rate ON consultants_profile (rate, order_key) WHERE rate_audience >= 1;
CREATE INDEX profile_region ON consultants_profile (region, order_key) WHERE region_audience >= 1;
CREATE INDEX profile_expertise ON consultants_profile USING gin (expertise) WITH (fastupdate = off)
  WHERE expertise_audience >= 1;
CREATE INDEX profile_languages ON consultants_profile USING gin (languages) WITH (fastupdate = off)
  WHERE languages_audience >= 1;
CREATE INDEX profile_introduction ON consultants_profile USING gin (introduction_words) WHERE introduction_audience >= 1;
CREATE INDEX profile_past_work ON consultants_profile USING gin (past_work_words) WHERE past_work_audience >= 1;
CREATE INDEX profile_statement ON consultants_profile USING gin (statement_words) WHERE statement_audience >= 1;

--- tables/consultants_standing.sql ---
-- The person's place in lists, so that the people an organization stands to are read in that order.
ALTER TABLE consultants_standing ADD order_key bigint NOT NULL;
CREATE INDEX standing_order ON consultants_standing (organization_id, order_key);

-- Few organizations are blocked; search asks first who blocks the one that looks.
CREATE INDEX standing_blocked ON consultants_standing (organization_id) WHERE blocked;

--- views/profile_seen.sql ---
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

--- functions/ask_consent.sql ---
-- Ask somebody whose working name the organization sees. Says what came of it: 'sent', 'missing' (nobody
-- to ask, or no power to), 'asked' (no answer yet, or a no that looks like it), 'quota' (20 in 24 hours).
CREATE FUNCTION ask_consent(
  the_consultant bigint, the_code text, the_items int, the_uses int, the_purpose text, the_purpose_text text,
  the_recipients text, the_channel text, the_output text, the_uses_allowed int, the_until timestamptz, the_end timestamptz,
  OUT outcome text, OUT request bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_org bigint := (SELECT org FROM acting_viewer());
BEGIN
  outcome := 'missing';
  IF NOT viewer_may_ask() OR NOT EXISTS (SELECT 1 FROM profile_seen s WHERE s.consultant_id = the_consultant) THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('ask_consent', the_org));  -- one at a time for each organization
  IF EXISTS (SELECT 1 FROM consultants_consentrequest r
              WHERE r.organization_id = the_org AND r.consultant_id = the_consultant
                AND r.state IN ('open', 'not_allowed') AND r.ends_at > clock_now()) THEN
    outcome := 'asked';
    RETURN;
  END IF;
  IF (SELECT count(*) FROM consultants_consentrequest r
       WHERE r.organization_id = the_org AND r.asked_at > clock_now() - interval '24 hours') >= 20 THEN
    outcome := 'quota';
    RETURN;
  END IF;
  UPDATE consultants_consentrequest r SET state = 'ended'
   WHERE r.organization_id = the_org AND r.consultant_id = the_consultant AND r.state = 'open';
  INSERT INTO consultants_consentrequest (code, organization_id, consultant_id, asked_by_id, items, uses, purpose,
    purpose_text, recipients, channel, output, uses_allowed, until, state, asked_at, ends_at)
  VALUES (the_code, the_org, the_consultant, viewer_user(), the_items, the_uses, the_purpose,
    the_purpose_text, the_recipients, the_channel, the_output, the_uses_allowed, the_until, 'open', clock_now(), the_end)
  RETURNING id INTO request;
  outcome := 'sent';
END $$;
REVOKE EXECUTE ON FUNCTION ask_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_consent TO equal_web;

--- functions/asks_nothing.sql ---
-- Whether everybody fits.
CREATE FUNCTION asks_nothing(asked search_question) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN num_nonnulls(asked.expertise, asked.language, asked.region, asked.rate, asked.availability) = 0
  AND coalesce(cardinality(asked.words), 0) = 0 AND NOT asked.by_rate;
REVOKE EXECUTE ON FUNCTION asks_nothing FROM PUBLIC;

--- functions/viewer_case.sql ---
-- The access case through which somebody is looking.
CREATE FUNCTION viewer_case() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^case:(\d+)$')::bigint;

--- functions/case_card.sql ---
-- The items that the acting case names, and nothing else of anybody. Looking is noted by looking.
CREATE FUNCTION case_card() RETURNS SETOF profile_seen
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_case consultants_accesscase;
BEGIN
  SELECT * INTO the_case FROM consultants_accesscase k WHERE k.id = viewer_case() AND k.ends_at > clock_now();
  IF the_case.id IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO consultants_caselook (case_id, items, at) VALUES (the_case.id, the_case.items, clock_now());
  RETURN QUERY SELECT p.consultant_id,
    CASE WHEN the_case.items & 1 <> 0 THEN p.name END,
    CASE WHEN the_case.items & 2 <> 0 THEN p.pronouns END,
    CASE WHEN the_case.items & 4 <> 0 THEN p.introduction END,
    CASE WHEN the_case.items & 8 <> 0 THEN p.expertise END,
    CASE WHEN the_case.items & 16 <> 0 THEN p.languages END,
    CASE WHEN the_case.items & 32 <> 0 THEN p.region END,
    CASE WHEN the_case.items & 64 <> 0 THEN p.rate END,
    CASE WHEN the_case.items & 128 <> 0 THEN p.availability END,
    CASE WHEN the_case.items & 256 <> 0 THEN p.photo END,
    CASE WHEN the_case.items & 512 <> 0 THEN p.past_work END,
    CASE WHEN the_case.items & 1024 <> 0 THEN p.reference END,
    CASE WHEN the_case.items & 2048 <> 0 THEN p.statement END,
    CASE WHEN the_case.items & 4096 <> 0 THEN p.email END,
    CASE WHEN the_case.items & 8192 <> 0 THEN p.phone END,
    CASE WHEN the_case.items & 16384 <> 0 THEN p.legal_name END,
    CASE WHEN the_case.items & 32768 <> 0 THEN p.address END
    FROM consultants_profile p WHERE p.consultant_id = the_case.consultant_id;
END $$;
REVOKE EXECUTE ON FUNCTION case_card FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_card TO equal_web;

--- functions/where_seen.sql ---
-- One condition about one item: what is asked of its column (%s), and that the viewer may see it.
-- Search matches, filters and sorts by an item in no other way, so that nobody learns by asking what
-- they may not see. There are two ways to know ($1: the viewer's base):
--   pub, chk: by columns that hold what anyone, or every checked organization, may see, computed by
--     the rule itself (sql/tables/consultants_profile.sql)
--   standing: by all of the rule; s says how the viewer's organization stands to the person
CREATE FUNCTION where_seen(way text, item text, asked text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE way
  WHEN 'standing' THEN format('(%s AND p.%2$s_audience >= 1 AND may_see(p.%2$s_audience, $1, s.tie, s.%2$s_until > clock_now()))',
    format(asked, 'p.' || item), item)
  ELSE format(asked, 'p.' || way || '_' || item)
END;
REVOKE EXECUTE ON FUNCTION where_seen FROM PUBLIC;

--- functions/where_said.sql ---
-- A word stands in some text that the viewer may see.
CREATE FUNCTION where_said(way text, number int) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN (
  SELECT '(' || string_agg(where_seen(way, item, format(
           CASE way WHEN 'standing' THEN '%%s_words' ELSE '%%s' END || ' @@ plainto_tsquery(''simple'', $9[%s])', number)), ' OR ') || ')'
    FROM unnest(CASE way WHEN 'standing' THEN '{introduction,past_work,statement}' ELSE '{words}' END::text[]) item);
REVOKE EXECUTE ON FUNCTION where_said FROM PUBLIC;

--- functions/conditions.sql ---
-- All that is asked at once, as seen in one of the ways. The working name is the door; what is stored
-- has asked it already (and to ask twice would halve the planner's guess).
CREATE FUNCTION conditions(asked search_question, way text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN (
  SELECT string_agg(one, ' AND ') FROM (VALUES
    (CASE WHEN way = 'standing' THEN 'p.listed AND ' || where_seen(way, 'name', '%s <> ''''') END),
    (CASE WHEN way <> 'standing' AND asks_nothing(asked)
          THEN format('p.listed AND may_see(p.name_audience, %s, NULL, false)', CASE way WHEN 'pub' THEN 5 ELSE 4 END) END),
    (CASE WHEN asked.expertise IS NOT NULL THEN where_seen(way, 'expertise', '%s @> ARRAY[$4]') END),
    (CASE WHEN asked.language IS NOT NULL THEN where_seen(way, 'languages', '%s @> ARRAY[$5]') END),
    (CASE WHEN asked.region IS NOT NULL THEN where_seen(way, 'region', '%s = $6') END),
    (CASE WHEN asked.rate IS NOT NULL THEN where_seen(way, 'rate', '%s <= $7') END),
    (CASE WHEN asked.availability IS NOT NULL THEN where_seen(way, 'availability', '%s <= $8') END),
    (CASE WHEN asked.by_rate AND asked.rate IS NULL THEN where_seen(way, 'rate', '%s IS NOT NULL') END),
    ((SELECT string_agg(where_said(way, n), ' AND ') FROM generate_series(1, cardinality(asked.words)) n))
  ) every(one));
REVOKE EXECUTE ON FUNCTION conditions FROM PUBLIC;

--- functions/consent_text.sql ---
-- What a row's hash is made of. No field can hold the sign between two fields (constraint), so two
-- different rows never read the same. `consultants/consent_log_verification.py` computes it again, on its own.
CREATE FUNCTION consent_text(e consultants_consentevent) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
RETURN array_to_string(ARRAY[
  'consent 1', e.consultant_id::text, e.number::text, e.name, e.by, e.actor_id::text, e.organization_id::text,
  e.person_id::text, e.consent_id::text, e.request_id::text, e.items::text, e.uses::text, e.level::text, e.purpose,
  (extract(epoch FROM e.until) * 1000000)::bigint::text, encode(e.words, 'hex'), e.language, e.wording,
  (extract(epoch FROM e.at) * 1000000)::bigint::text, e.previous], '|', '');
REVOKE EXECUTE ON FUNCTION consent_text FROM PUBLIC;

--- functions/is_consent_of_home.sql ---
-- Whether the viewer's organization was given this permission. A lapsed check takes sight away, never a
-- duty: so the home, not the org.
CREATE FUNCTION is_consent_of_home(the_consent bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM consultants_consent p
                WHERE p.id = the_consent AND p.organization_id = (SELECT home FROM acting_viewer()));
REVOKE EXECUTE ON FUNCTION is_consent_of_home FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_consent_of_home TO equal_web;

--- functions/is_own_consent.sql ---
-- Whether the acting consultant gave this permission.
CREATE FUNCTION is_own_consent(the_consent bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM consultants_consent p
                WHERE p.id = the_consent AND p.consultant_id = viewer_consultant());
REVOKE EXECUTE ON FUNCTION is_own_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_own_consent TO equal_web;

--- functions/log_looks.sql ---
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

--- functions/may_invite.sql ---
-- Whether the acting organization may invite this person: as the person set it, and only those
-- whose working name it sees (nobody is invited who can't be seen).
CREATE FUNCTION may_invite(the_consultant bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM acting_viewer() v
    JOIN profile_seen seen ON seen.consultant_id = the_consultant
    JOIN consultants_consultant c ON c.id = the_consultant
    LEFT JOIN consultants_standing s ON s.organization_id = v.org AND s.consultant_id = c.id
   WHERE v.org IS NOT NULL
     AND ((c.may_invite = 2 AND v.base = 4) OR (c.may_invite >= 1 AND s.name_until > clock_now()))
);
REVOKE EXECUTE ON FUNCTION may_invite FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_invite TO equal_web;

--- functions/may_open.sql ---
-- Whether the acting organization may open this person's page today: it may open so many different
-- people a day. Who was opened today stays open.
CREATE FUNCTION may_open(the_consultant bigint, most int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (
  SELECT count(*) < most FROM (
    SELECT FROM acting_viewer() v JOIN consultants_look l ON l.organization_id = v.home
     WHERE l.day = (clock_now() AT TIME ZONE 'UTC')::date AND l.is_opened AND l.consultant_id <> the_consultant
     LIMIT most) others);
REVOKE EXECUTE ON FUNCTION may_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_open TO equal_web;

--- functions/note_expired.sql ---
-- Notes the permissions that ended by themselves since the last look, at most `most` of them; returns how
-- many. Expiry itself needs no job: every look compares with the clock.
CREATE FUNCTION note_expired(most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  noted int;
BEGIN
  IF viewer_identity() <> 'job:consultants.note_expired' THEN
    RAISE EXCEPTION 'this is the work of one job' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('note_expired'));  -- two sweeps take turns: each end is noted once
  INSERT INTO consultants_consentevent (consultant_id, name, by, organization_id, consent_id, request_id,
      items, uses, purpose, until, words, language, wording)
    SELECT p.consultant_id, 'expired', 'timer', p.organization_id, p.id, p.request_id, p.items,
           p.uses, p.purpose, p.valid_until, '', '', ''
      FROM consultants_consent p
     WHERE p.stopped_at IS NULL AND p.valid_until <= clock_now()
       AND NOT EXISTS (SELECT 1 FROM consultants_consentevent e
                        WHERE e.consent_id = p.id AND e.name = 'expired')
     ORDER BY p.valid_until, p.consultant_id, p.id
     LIMIT most;
  GET DIAGNOSTICS noted = ROW_COUNT;
  RETURN noted;
END $$;
REVOKE EXECUTE ON FUNCTION note_expired FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_expired TO equal_web;

--- functions/open_profile.sql ---
-- A profile is opened for an account that is just being made, before that person is the viewer.
CREATE FUNCTION open_profile(the_consultant bigint, the_order_key bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO consultants_profile (consultant_id, order_key, name, pronouns, introduction, expertise,
    languages, photo, past_work, reference, statement, email, phone, legal_name, address)
  VALUES (the_consultant, the_order_key, '', '', '', '{}', '{}', '', '', '', '', '', '', '', '');
$$;
REVOKE EXECUTE ON FUNCTION open_profile FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_profile TO equal_web;

--- functions/profile_cards.sql ---
-- The cards of a page. Its plan is kept: planning the view anew takes longer than running it.
CREATE FUNCTION profile_cards(wanted bigint[]) RETURNS SETOF profile_seen
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT * FROM profile_seen WHERE consultant_id = ANY (wanted);
END $$;
REVOKE EXECUTE ON FUNCTION profile_cards FROM PUBLIC;
GRANT EXECUTE ON FUNCTION profile_cards TO equal_web;

--- functions/record_consent.sql ---
-- The only way in: the consultant; a live member of an organization, for what organizations do; a job,
-- for what ends by itself. Who wrote is the acting viewer, not a claim. The row comes back to the
-- consultant alone: its number would tell others how much there is.
CREATE FUNCTION record_consent(
  the_consultant bigint, the_name text, the_actor bigint, the_organization bigint, the_person bigint, the_consent bigint,
  the_request bigint, the_items int, the_uses smallint, the_level smallint, the_purpose text, the_until timestamptz,
  the_words bytea, the_language text, the_wording text) RETURNS SETOF consultants_consentevent
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made consultants_consentevent;
  side text := CASE
    WHEN viewer_consultant() = the_consultant THEN 'consultant'
    WHEN viewer_is_job() THEN 'timer'
    WHEN EXISTS (SELECT 1 FROM organizations_membership m
                  WHERE m.organization_id = the_organization AND m.user_id = viewer_user()) THEN 'organization'
  END;
BEGIN
  IF side IS NULL OR the_actor IS DISTINCT FROM viewer_user() THEN
    RAISE EXCEPTION 'only those whom it concerns write here' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF the_consent IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM consultants_consent p WHERE p.id = the_consent
       AND p.consultant_id = the_consultant AND p.organization_id = the_organization) THEN
    RAISE EXCEPTION 'this permission is between others' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO consultants_consentevent (consultant_id, name, by, actor_id, organization_id, person_id,
      consent_id, request_id, items, uses, level, purpose, until, words, language, wording)
    VALUES (the_consultant, the_name, side, the_actor, the_organization, the_person,
      the_consent, the_request, the_items, the_uses, the_level, the_purpose, the_until, the_words, the_language, the_wording)
    RETURNING * INTO made;
  IF side = 'consultant' THEN
    RETURN NEXT made;
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION record_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_consent TO equal_web;

--- functions/search_part.sql ---
-- Who fits, and their place in the list. `more` narrows it further, or gives it an order. ($3: who shuts
-- the viewer out; $10: how many are wanted.)
CREATE FUNCTION search_part(asked search_question, way text, more text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN 'SELECT p.consultant_id, ' || CASE way WHEN 'standing' THEN 's' ELSE 'p' END || '.order_key, '
  || CASE WHEN NOT asked.by_rate THEN 'NULL::int' WHEN way = 'standing' THEN 'p.rate' ELSE 'p.' || way || '_rate' END
  || ' AS rate FROM consultants_profile p'
  || CASE way WHEN 'standing'
       THEN ' JOIN consultants_standing s ON s.organization_id = $2 AND s.consultant_id = p.consultant_id' ELSE '' END
  || ' WHERE ($3 IS NULL OR p.consultant_id <> ALL ($3)) AND ' || conditions(asked, way) || more || ' LIMIT $10';
REVOKE EXECUTE ON FUNCTION search_part FROM PUBLIC;

--- functions/who_blocks.sql ---
-- Who shut this person or their organization out: their blocks hold whatever the organization is.
CREATE FUNCTION who_blocks(the_user bigint, the_home bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT array_agg(b.consultant_id) FROM (
  SELECT s.consultant_id FROM consultants_standing s WHERE s.organization_id = the_home AND s.blocked
  UNION
  SELECT p.consultant_id FROM consultants_personblock p WHERE p.user_id = the_user) b);
REVOKE EXECUTE ON FUNCTION who_blocks FROM PUBLIC;

--- functions/search_profiles.sql ---
-- Search: which people an organization's members find. It returns ids and a count and no value; the
-- values come through `profile_seen`, which applies the rule once more.
--
-- The people found: the ids of one page of 20, and how many there are. The count stops at 201, or one
-- past this page: enough to say "more". Only members of organizations search; others find nobody.
--
-- In two parts. Most people are found by what all of the viewer's kind may see, without a look at how
-- they stand to the organization. Any 201 of them are enough for the count; only where there are that
-- many, the page is asked for again, in the order of the list. The second part is over those whom the
-- organization stands to in some way, and finds some people of the first part again. Where the first
-- part fills the count, the second has only to say who else belongs on the pages so far. All of them
-- are dynamic, so that each is planned for what is asked and for who asks it.
CREATE FUNCTION search_profiles(asked search_question, page int, OUT ids bigint[], OUT total int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_mergejoin = off SET max_parallel_workers_per_gather = 0 SET jit = off SET random_page_cost = 1.1 SET cpu_index_tuple_cost = 0.15 AS $$
DECLARE
  looking record;
  blocking bigint[];
  before int := 20 * (least(greatest(page, 1), 500) - 1);
  reach int := before + 21;
  most int := greatest(201, reach);
  wanted int := most;
  in_order text := ' ORDER BY ' || CASE WHEN asked.by_rate THEN 'rate, ' ELSE '' END || 'order_key';
  more text;
  keys bigint[];
  rates int[];
BEGIN
  SELECT * INTO looking FROM acting_viewer();
  IF looking.home IS NOT NULL AND looking.base IN (4, 5) THEN
    blocking := who_blocks(looking.me, looking.home);
    -- in order at once: where nothing is asked, an index has them so; of what anyone may see, there is little
    more := CASE WHEN asks_nothing(asked) OR looking.base = 5 THEN in_order ELSE '' END;
    LOOP
      EXECUTE 'SELECT array_agg(consultant_id), array_agg(order_key), array_agg(rate) FROM ('
           || search_part(asked, CASE looking.base WHEN 5 THEN 'pub' WHEN 4 THEN 'chk' END, more) || ') f'
        INTO ids, keys, rates
        USING looking.base, looking.org, blocking, asked.expertise, asked.language, asked.region, asked.rate,
              asked.availability, asked.words, wanted;
      total := coalesce(total, cardinality(ids), 0);
      EXIT WHEN total < most OR more = in_order;
      more := in_order;
      wanted := reach;
    END LOOP;
  END IF;
  IF looking.org IS NOT NULL THEN
    wanted := CASE total WHEN most THEN reach ELSE most END;
    more := CASE WHEN total < most THEN ''
                 WHEN asked.by_rate THEN ' AND (p.rate, p.order_key) < ($13[$10], $12[$10])'
                 ELSE ' AND p.order_key < $12[$10] AND s.order_key < $12[$10]' END;
    EXECUTE 'SELECT array_agg(consultant_id) FROM (SELECT consultant_id FROM ('
         || 'SELECT * FROM unnest($11, $12, $13) f (consultant_id, order_key, rate) UNION ALL ('
         || search_part(asked, 'standing', more || in_order) || ')) f GROUP BY consultant_id ORDER BY '
         || CASE WHEN asked.by_rate THEN 'min(rate), ' ELSE '' END || 'min(order_key) LIMIT $10) f'
      INTO ids
      USING looking.base, looking.org, blocking, asked.expertise, asked.language, asked.region, asked.rate,
            asked.availability, asked.words, wanted, ids, keys, rates;
    total := CASE total WHEN most THEN most ELSE coalesce(cardinality(ids), 0) END;
  END IF;
  ids := coalesce(ids[before + 1 : before + 20], '{}');
  total := coalesce(total, 0);
END $$;
REVOKE EXECUTE ON FUNCTION search_profiles FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_profiles TO equal_web;

--- functions/set_assigned.sql ---
-- Let a member take part in the work with one consultant, or no more.
CREATE FUNCTION set_assigned(the_organization bigint, the_consultant bigint, the_user bigint, is_assigned boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF arranges_for(the_organization, viewer_user()) IS NOT TRUE THEN
    RAISE EXCEPTION 'only who speaks for the organization assigns' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT is_assigned THEN
    DELETE FROM consultants_assignment a WHERE a.organization_id = the_organization
       AND a.consultant_id = the_consultant AND a.user_id = the_user;
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_membership m
                  WHERE m.organization_id = the_organization AND m.user_id = the_user) THEN
    RAISE EXCEPTION 'only members are assigned' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO consultants_assignment (organization_id, consultant_id, user_id)
    VALUES (the_organization, the_consultant, the_user) ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION set_assigned FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_assigned TO equal_web;

--- functions/set_block.sql ---
-- Consultants block and unblock organizations for themselves; nobody else reads it.
CREATE FUNCTION set_block(the_organization bigint, is_blocked boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_consultant bigint := (SELECT c.id FROM consultants_consultant c WHERE c.user_id = viewer_user());
BEGIN
  IF the_consultant IS NULL THEN
    RAISE EXCEPTION 'only a consultant blocks' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO consultants_standing AS s (organization_id, consultant_id, blocked)
    VALUES (the_organization, the_consultant, is_blocked)
    ON CONFLICT (organization_id, consultant_id) DO UPDATE SET blocked = excluded.blocked;
END $$;
REVOKE EXECUTE ON FUNCTION set_block FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_block TO equal_web;

--- functions/set_person_block.sql ---
-- Consultants block and unblock people for themselves.
CREATE FUNCTION set_person_block(the_user bigint, is_blocked boolean, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_consultant bigint := viewer_consultant();
BEGIN
  IF the_consultant IS NULL THEN
    RAISE EXCEPTION 'only a consultant blocks' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF is_blocked THEN
    INSERT INTO consultants_personblock (consultant_id, user_id, called) VALUES (the_consultant, the_user, words)
      ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM consultants_personblock WHERE consultant_id = the_consultant AND user_id = the_user;
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION set_person_block FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_person_block TO equal_web;

--- functions/set_tie.sql ---
-- Ties are written by the work's services for both sides, whoever of them acts: the consultant, a
-- live member of the organization, or a job of the work. An organization can change or end a tie, but the first
-- one is the consultant's doing: showing interest, or accepting an invitation.
CREATE FUNCTION set_tie(the_organization bigint, the_consultant bigint, the_tie smallint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  is_own_side boolean := viewer_identity() LIKE 'job:engagements.%' OR EXISTS (
    SELECT 1 FROM consultants_consultant c WHERE c.id = the_consultant AND c.user_id = viewer_user());
  is_their_side boolean := EXISTS (
    SELECT 1 FROM organizations_membership m
     WHERE m.organization_id = the_organization AND m.user_id = viewer_user());
BEGIN
  IF NOT (is_own_side OR is_their_side) THEN
    RAISE EXCEPTION 'only the two sides tie themselves' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT is_own_side AND the_tie IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM consultants_standing s WHERE s.organization_id = the_organization
       AND s.consultant_id = the_consultant AND s.tie IS NOT NULL) THEN
    RAISE EXCEPTION 'the consultant makes the first tie' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO consultants_standing AS s (organization_id, consultant_id, tie)
    VALUES (the_organization, the_consultant, the_tie)
    ON CONFLICT (organization_id, consultant_id) DO UPDATE SET tie = excluded.tie;
END $$;
REVOKE EXECUTE ON FUNCTION set_tie FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_tie TO equal_web;

--- functions/viewer_is_administrator.sql ---
-- Whether an administrator is looking, whose account is open.
CREATE FUNCTION viewer_is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM accounts_user u
                WHERE u.id = viewer_user() AND u.kind = 'administrator' AND u.is_active);
REVOKE EXECUTE ON FUNCTION viewer_is_administrator FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_administrator TO equal_web;

--- functions/withdraw_request.sql ---
-- Take back what waits, or looks as if it did: an answer that was a no goes the same way.
CREATE FUNCTION withdraw_request(the_code text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_consentrequest r SET state = 'withdrawn'
   WHERE r.code = the_code AND r.organization_id = (SELECT org FROM acting_viewer()) AND viewer_may_ask()
     AND r.state IN ('open', 'not_allowed') AND r.ends_at > clock_now();
  RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION withdraw_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdraw_request TO equal_web;

--- views/consultants_sentrequest.sql ---
-- What an organization reads of its requests: a no can't be told from no answer yet.
CREATE VIEW consultants_sentrequest WITH (security_barrier) AS
SELECT r.id, r.code, r.organization_id, r.consultant_id, r.items, r.purpose, r.purpose_text, r.recipients,
  r.channel, r.uses, r.output, r.uses_allowed, r.until, r.asked_at, r.ends_at,
  CASE WHEN r.state = 'withdrawn' THEN 'withdrawn'
       WHEN p.id IS NOT NULL AND p.stopped_at IS NULL AND p.valid_until > clock_now()
            -- a pause or a block looks like a stop
            AND (p.uses > 0 OR EXISTS (SELECT 1 FROM profile_seen s WHERE s.consultant_id = r.consultant_id)) THEN 'shared'
       WHEN r.state IN ('open', 'not_allowed') AND r.ends_at > clock_now() THEN 'waiting'
       ELSE 'not_shared' END AS standing
FROM consultants_consentrequest r
LEFT JOIN consultants_consent p ON p.request_id = r.id
WHERE r.organization_id = (SELECT org FROM acting_viewer());
GRANT SELECT ON consultants_sentrequest TO equal_web;
REVOKE INSERT, UPDATE, DELETE ON consultants_sentrequest FROM equal_web;

--- triggers/accounts_user__listed.sql ---
-- A closed account is no longer found: touching the row lets the profile's trigger look again.
CREATE FUNCTION account_listed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_profile p SET listed = listed
    FROM consultants_consultant c WHERE c.user_id = NEW.id AND p.consultant_id = c.id;
  RETURN NULL;
END $$;
CREATE TRIGGER listed AFTER UPDATE OF is_active ON accounts_user
  FOR EACH ROW WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION account_listed();
REVOKE EXECUTE ON FUNCTION account_listed FROM PUBLIC;

--- triggers/consultants_accesscase__fixed.sql ---
-- Once approved, a case stays as it is; times are the database's own.
CREATE FUNCTION case_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.approved_by_id IS NOT NULL
     OR to_jsonb(NEW) - '{approved_by_id,approved_at,ends_at}'::text[]
        <> to_jsonb(OLD) - '{approved_by_id,approved_at,ends_at}'::text[] THEN
    RAISE EXCEPTION 'access case % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.approved_at := clock_now();
  NEW.ends_at := least(NEW.ends_at, clock_now() + interval '60 minutes');
  RETURN NEW;
END $$;
CREATE TRIGGER fixed BEFORE UPDATE OR DELETE ON consultants_accesscase
  FOR EACH ROW EXECUTE FUNCTION case_is_fixed();
REVOKE EXECUTE ON FUNCTION case_is_fixed FROM PUBLIC;

--- triggers/consultants_caselook__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consultants_caselook
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/consultants_consent__in_force.sql ---
-- What is in force for one pair, from its permissions: refreshed in the writer's transaction. What
-- was given to assigned members only is not in force for the whole organization.
CREATE FUNCTION standing_refresh() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND
     (OLD.organization_id, OLD.consultant_id, OLD.request_id, OLD.assigned_only, OLD.purpose, OLD.purpose_text,
      OLD.recipients, OLD.channel, OLD.valid_from)
     IS DISTINCT FROM
     (NEW.organization_id, NEW.consultant_id, NEW.request_id, NEW.assigned_only, NEW.purpose, NEW.purpose_text,
      NEW.recipients, NEW.channel, NEW.valid_from)) THEN
    RAISE EXCEPTION 'permissions are stopped, not deleted or moved'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.items & ~OLD.items <> 0 OR NEW.uses & ~OLD.uses <> 0
     OR NEW.uses_allowed > OLD.uses_allowed OR NEW.output NOT IN (OLD.output, '')) THEN
    RAISE EXCEPTION 'a permission covers no more than was given' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.stopped_at IS NOT NULL OR OLD.valid_until <= clock_now()) AND
     (OLD.items, OLD.uses, OLD.valid_until) IS DISTINCT FROM (NEW.items, NEW.uses, NEW.valid_until) THEN
    RAISE EXCEPTION 'a permission that ended stays ended' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at THEN
    RAISE EXCEPTION 'a stopped permission stays stopped' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.valid_from > clock_now() + interval '1 minute' THEN  -- two machines' clocks differ
    RAISE EXCEPTION 'a permission begins when it is given' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO consultants_standing (organization_id, consultant_id)
    VALUES (NEW.organization_id, NEW.consultant_id) ON CONFLICT DO NOTHING;
  -- two writers of one pair take turns
  PERFORM FROM consultants_standing
    WHERE organization_id = NEW.organization_id AND consultant_id = NEW.consultant_id FOR UPDATE;
  UPDATE consultants_standing s SET (
    name_until, pronouns_until, introduction_until, expertise_until,
    languages_until, region_until, rate_until, availability_until,
    photo_until, past_work_until, reference_until, statement_until,
    email_until, phone_until, legal_name_until, address_until) =
   (SELECT
      max(u) FILTER (WHERE i & 1 <> 0),
      max(u) FILTER (WHERE i & 2 <> 0),
      max(u) FILTER (WHERE i & 4 <> 0),
      max(u) FILTER (WHERE i & 8 <> 0),
      max(u) FILTER (WHERE i & 16 <> 0),
      max(u) FILTER (WHERE i & 32 <> 0),
      max(u) FILTER (WHERE i & 64 <> 0),
      max(u) FILTER (WHERE i & 128 <> 0),
      max(u) FILTER (WHERE i & 256 <> 0),
      max(u) FILTER (WHERE i & 512 <> 0),
      max(u) FILTER (WHERE i & 1024 <> 0),
      max(u) FILTER (WHERE i & 2048 <> 0),
      max(u) FILTER (WHERE i & 4096 <> 0),
      max(u) FILTER (WHERE i & 8192 <> 0),
      max(u) FILTER (WHERE i & 16384 <> 0),
      max(u) FILTER (WHERE i & 32768 <> 0)
    FROM (SELECT p.items AS i, p.valid_until AS u FROM consultants_consent p
           WHERE p.organization_id = NEW.organization_id AND p.consultant_id = NEW.consultant_id
             AND p.stopped_at IS NULL AND NOT p.assigned_only) live)
   WHERE s.organization_id = NEW.organization_id AND s.consultant_id = NEW.consultant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER in_force AFTER INSERT OR UPDATE OR DELETE ON consultants_consent
  FOR EACH ROW EXECUTE FUNCTION standing_refresh();
REVOKE EXECUTE ON FUNCTION standing_refresh FROM PUBLIC;

--- triggers/consultants_consentevent__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consultants_consentevent
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/consultants_consentevent__chain.sql ---
-- The consent ledger: one chain a consultant. Each row holds the hash of the row before, so that a row
-- that was changed, taken out or put in between is told (`manage.py verify_consent`). The head row says
-- where the chain ends, so that a cut tail is told too.
--
-- Number, time and hashes are made here, whatever was sent. Writers of one chain take turns at its head.
CREATE FUNCTION chain_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO consultants_consenthead (consultant_id, number, hash)
    VALUES (NEW.consultant_id, 0, '') ON CONFLICT DO NOTHING;
  SELECT h.number + 1, h.hash INTO NEW.number, NEW.previous
    FROM consultants_consenthead h WHERE h.consultant_id = NEW.consultant_id FOR UPDATE;
  NEW.at := clock_now();
  NEW.hash := encode(sha256(convert_to(consent_text(NEW), 'UTF8')), 'hex');
  UPDATE consultants_consenthead h SET number = NEW.number, hash = NEW.hash
   WHERE h.consultant_id = NEW.consultant_id;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON consultants_consentevent
  FOR EACH ROW EXECUTE FUNCTION chain_consent();
REVOKE EXECUTE ON FUNCTION chain_consent FROM PUBLIC;

--- triggers/consultants_consenthead__moves_on.sql ---
-- A head moves on by one event at a time and never goes.
CREATE FUNCTION consent_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.consultant_id, NEW.number) IS DISTINCT FROM (OLD.consultant_id, OLD.number + 1) THEN
    RAISE EXCEPTION 'the end of a chain only moves on' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_on BEFORE UPDATE OR DELETE ON consultants_consenthead
  FOR EACH ROW EXECUTE FUNCTION consent_head_moves_on();
REVOKE EXECUTE ON FUNCTION consent_head_moves_on FROM PUBLIC;

--- triggers/consultants_consentrequest__answered_once.sql ---
-- An answer stays an answer. Only asking anew and taking back come after a no.
CREATE FUNCTION request_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (OLD.state = 'open' OR (OLD.state = 'not_allowed' AND NEW.state = 'withdrawn')) THEN
    RAISE EXCEPTION 'a request is answered once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state IN ('allowed', 'partly', 'not_allowed') AND NEW.answered_at IS NULL THEN
    RAISE EXCEPTION 'an answer has its time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON consultants_consentrequest
  FOR EACH ROW EXECUTE FUNCTION request_answered_once();

--- triggers/consultants_consentuse__use_is_allowed.sql ---
-- Only a live permission is used, and no more often than was allowed; two who record at once take turns.
CREATE FUNCTION use_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  allowed int;
BEGIN
  SELECT p.uses_allowed INTO allowed FROM consultants_consent p
   WHERE p.id = NEW.consent_id AND p.uses > 0 AND p.stopped_at IS NULL AND p.valid_until > clock_now() FOR UPDATE;
  IF allowed IS NULL OR (SELECT count(*) FROM consultants_consentuse u WHERE u.consent_id = NEW.consent_id) >= allowed THEN
    RAISE EXCEPTION 'not allowed, or not so often' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER use_is_allowed BEFORE INSERT ON consultants_consentuse
  FOR EACH ROW EXECUTE FUNCTION use_is_allowed();
REVOKE EXECUTE ON FUNCTION use_is_allowed FROM PUBLIC;

--- triggers/consultants_consultant__listed.sql ---
-- Touching the row lets the profile's trigger look again; it waits for whoever else writes this profile.
CREATE FUNCTION consultant_listed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_profile SET listed = listed WHERE consultant_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER listed AFTER UPDATE OF paused_at ON consultants_consultant
  FOR EACH ROW EXECUTE FUNCTION consultant_listed();
REVOKE EXECUTE ON FUNCTION consultant_listed FROM PUBLIC;

--- triggers/consultants_profile__listed.sql ---
-- Keeps `listed`, the answer to whether a person can be found at all (tables/consultants_profile.sql).
CREATE FUNCTION profile_listed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.listed := NEW.name <> '' AND EXISTS (
    SELECT 1 FROM consultants_consultant c JOIN accounts_user u ON u.id = c.user_id
     WHERE c.id = NEW.consultant_id AND c.paused_at IS NULL AND u.is_active);
  RETURN NEW;
END $$;
CREATE TRIGGER listed BEFORE INSERT OR UPDATE ON consultants_profile
  FOR EACH ROW EXECUTE FUNCTION profile_listed();
REVOKE EXECUTE ON FUNCTION profile_listed FROM PUBLIC;

--- triggers/consultants_standing__place.sql ---
-- The person's place in lists goes along with how an organization stands to them.
CREATE FUNCTION standing_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.order_key := (SELECT p.order_key FROM consultants_profile p WHERE p.consultant_id = NEW.consultant_id);
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT ON consultants_standing FOR EACH ROW EXECUTE FUNCTION standing_place();
REVOKE EXECUTE ON FUNCTION standing_place FROM PUBLIC;

--- triggers/consultants_takedown__in_order.sql ---
-- A takedown asks for what a permission covers no more, each thing once: all of it after a stop, or what was
-- taken out of it. Its first answer stands, and is the organization's own.
CREATE FUNCTION takedown_is_in_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.answered_at IS NOT NULL OR (NEW.items = 0 AND NEW.uses = 0)
       OR NOT EXISTS (SELECT 1 FROM consultants_consent p WHERE p.id = NEW.consent_id
                         AND (p.stopped_at IS NOT NULL OR (p.items & NEW.items = 0 AND p.uses & NEW.uses = 0)))
       OR EXISTS (SELECT 1 FROM consultants_takedown t WHERE t.consent_id = NEW.consent_id
                     AND (t.items & NEW.items <> 0 OR t.uses & NEW.uses <> 0)) THEN
      RAISE EXCEPTION 'a takedown asks once for what is covered no more' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF (OLD.consent_id, OLD.items, OLD.uses) <> (NEW.consent_id, NEW.items, NEW.uses) THEN
    RAISE EXCEPTION 'a takedown stays as it was asked' USING ERRCODE = 'integrity_constraint_violation';
  ELSIF OLD.answered_at IS NOT NULL OR is_own_consent(OLD.consent_id) THEN
    RAISE EXCEPTION 'the organization answers, once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT OR UPDATE ON consultants_takedown
  FOR EACH ROW EXECUTE FUNCTION takedown_is_in_order();
REVOKE EXECUTE ON FUNCTION takedown_is_in_order FROM PUBLIC;

--- triggers/organizations_membership__forget_assignments.sql ---
-- Who leaves takes part in nothing any more.
CREATE FUNCTION forget_assignments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM consultants_assignment a WHERE a.user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_assignments AFTER DELETE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION forget_assignments();
REVOKE EXECUTE ON FUNCTION forget_assignments FROM PUBLIC;

--- access/consultants_accesscase.sql ---
-- The desk's narrow sight. Administrators see no private item; through a case that another of them
-- approved they see the items that it names, for an hour at most, and the consultant reads of it.
ALTER TABLE consultants_accesscase ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk ON consultants_accesscase FOR SELECT USING ((SELECT viewer_is_administrator()));
CREATE POLICY ask ON consultants_accesscase FOR INSERT
  WITH CHECK ((SELECT viewer_is_administrator()) AND asked_by_id = viewer_user() AND approved_by_id IS NULL);
CREATE POLICY approve ON consultants_accesscase FOR UPDATE
  USING ((SELECT viewer_is_administrator()) AND asked_by_id <> viewer_user() AND approved_by_id IS NULL)
  WITH CHECK (approved_by_id = viewer_user());
CREATE POLICY own ON consultants_accesscase FOR SELECT
  USING (consultant_id = (SELECT viewer_consultant()) AND approved_at IS NOT NULL);
REVOKE UPDATE, DELETE ON consultants_accesscase FROM equal_web;
GRANT UPDATE (approved_by_id, approved_at, ends_at) ON consultants_accesscase TO equal_web;

--- access/consultants_assignment.sql ---
-- Who in an organization takes part in the work with one consultant. Owners and coordinators of the
-- whole organization always do; others by a row here, written by the work's services.
ALTER TABLE consultants_assignment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_assignment FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY theirs ON consultants_assignment FOR SELECT
  USING (organization_id = (SELECT org FROM acting_viewer()));
REVOKE INSERT, UPDATE, DELETE ON consultants_assignment FROM equal_web;

--- access/consultants_caselook.sql ---
-- The consultant reads each look through a case; `case_card` writes them.
ALTER TABLE consultants_caselook ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_caselook FOR SELECT
  USING (EXISTS (SELECT 1 FROM consultants_accesscase k
                  WHERE k.id = case_id AND k.consultant_id = (SELECT viewer_consultant())));
REVOKE INSERT, UPDATE, DELETE ON consultants_caselook FROM equal_web;

--- access/consultants_consent.sql ---
-- The second wall: a permission answers to who gave it; an organization reads those it was given.
ALTER TABLE consultants_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consent
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
-- an organization whose check lapsed still reads what was stopped: it has to delete what it kept
CREATE POLICY received ON consultants_consent FOR SELECT
  USING (organization_id = (SELECT org FROM acting_viewer())
         OR (stopped_at IS NOT NULL AND organization_id = (SELECT home FROM acting_viewer())));
-- the job that reminds of an end reads what ends within a week, and notes that it did
CREATE POLICY reminder ON consultants_consent
  USING (viewer_identity() = 'job:consultants.remind_of_ends' AND stopped_at IS NULL
         AND valid_until BETWEEN clock_now() AND clock_now() + interval '7 days');
REVOKE DELETE ON consultants_consent FROM equal_web;

--- access/consultants_consentevent.sql ---
-- Consultants read their own chain. Nobody else reads anything of it, and nobody writes past
-- `record_consent` and `note_expired`.
ALTER TABLE consultants_consentevent ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentevent FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consentevent FROM equal_web;

--- access/consultants_consenthead.sql ---
-- Consultants read the head of their own chain; the chain itself moves it on.
ALTER TABLE consultants_consenthead ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consenthead FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consenthead FROM equal_web;

--- access/consultants_consentrequest.sql ---
-- Asking for a permission. The consultant reads and answers the row; the organization reads a view in
-- which a no can't be told from no answer yet (`consultants_sentrequest`), and writes through functions.
ALTER TABLE consultants_consentrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentrequest
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consentrequest FROM equal_web;
GRANT UPDATE (state, answered_at) ON consultants_consentrequest TO equal_web;

--- access/consultants_consentuse.sql ---
-- Uses beyond the profile: both sides of the permission read them; the organization records.
ALTER TABLE consultants_consentuse ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentuse FOR SELECT USING (is_own_consent(consent_id));
CREATE POLICY received ON consultants_consentuse FOR SELECT USING (is_consent_of_home(consent_id));
CREATE POLICY recorded ON consultants_consentuse FOR INSERT
  WITH CHECK (is_consent_of_home(consent_id) AND recorded_by_id = viewer_user());
REVOKE UPDATE, DELETE ON consultants_consentuse FROM equal_web;

--- access/consultants_consultant.sql ---
-- Who once joined stays: deleting somebody is the owner's work.
REVOKE DELETE ON consultants_consultant FROM equal_web;

--- access/consultants_look.sql ---
-- Who looked. The consultant reads the rows about themselves; nobody else reads any.
ALTER TABLE consultants_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_look FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_look FROM equal_web;

--- access/consultants_personblock.sql ---
-- Blocks of one person: they see nothing of the consultant while they are signed in, whatever they
-- act for. Search and the view of values read this table; nobody but the consultant can.
ALTER TABLE consultants_personblock ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_personblock FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_personblock FROM equal_web;

--- access/consultants_profile.sql ---
-- The second wall: a profile answers to its owner; others read it through `profile_seen` and its siblings.
ALTER TABLE consultants_profile ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_profile
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, DELETE ON consultants_profile FROM equal_web;  -- opened by `open_profile`

--- access/consultants_standing.sql ---
-- The consultant reads how organizations stand to them; functions and triggers write it.
ALTER TABLE consultants_standing ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_standing FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_standing FROM equal_web;

--- access/consultants_takedown.sql ---
-- What is to be deleted after a stop: both sides of the permission read it; the organization answers.
ALTER TABLE consultants_takedown ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_takedown USING (is_own_consent(consent_id))
  WITH CHECK (is_own_consent(consent_id));
CREATE POLICY received ON consultants_takedown FOR SELECT USING (is_consent_of_home(consent_id));
CREATE POLICY answered ON consultants_takedown FOR UPDATE USING (is_consent_of_home(consent_id));
REVOKE UPDATE, DELETE ON consultants_takedown FROM equal_web;
GRANT UPDATE (answer, note, answered_at) ON consultants_takedown TO equal_web;
