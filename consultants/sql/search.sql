-- Search: which people an organization's members find. It returns ids and a count and no value; the
-- values come through `profile_seen`, which applies the rule once more.

-- What is asked. A null asks nothing; `words` are whole words, each a parameter.
CREATE TYPE search_question AS (
  expertise smallint, language smallint, region smallint, rate int, availability smallint,
  words text[], by_rate boolean);

-- Whether everybody fits.
CREATE FUNCTION asks_nothing(asked search_question) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN num_nonnulls(asked.expertise, asked.language, asked.region, asked.rate, asked.availability) = 0
  AND coalesce(cardinality(asked.words), 0) = 0 AND NOT asked.by_rate;

-- One condition about one item: what is asked of its column (%s), and that the viewer may see it.
-- Search matches, filters and sorts by an item in no other way, so that nobody learns by asking what
-- they may not see. There are two ways to know ($1: the viewer's base):
--   pub, chk: by columns that hold what anyone, or every checked organization, may see, computed by
--     the rule itself (search_columns.sql)
--   standing: by all of the rule; s says how the viewer's organization stands to the person
CREATE FUNCTION where_seen(way text, item text, asked text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE way
  WHEN 'standing' THEN format('(%s AND p.%2$s_audience >= 1 AND may_see(p.%2$s_audience, $1, s.tie, s.%2$s_until > now()))',
    format(asked, 'p.' || item), item)
  ELSE format(asked, 'p.' || way || '_' || item)
END;

-- A word stands in some text that the viewer may see.
CREATE FUNCTION where_said(way text, number int) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN (
  SELECT '(' || string_agg(where_seen(way, item, format(
           CASE way WHEN 'standing' THEN '%%s_words' ELSE '%%s' END || ' @@ plainto_tsquery(''simple'', $9[%s])', number)), ' OR ') || ')'
    FROM unnest(CASE way WHEN 'standing' THEN '{introduction,past_work,statement}' ELSE '{words}' END::text[]) item);

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

-- Who shut this person or their organization out: their blocks hold whatever the organization is.
CREATE FUNCTION who_blocks(the_user bigint, the_home bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT array_agg(b.consultant_id) FROM (
  SELECT s.consultant_id FROM consultants_standing s WHERE s.organization_id = the_home AND s.blocked
  UNION
  SELECT p.consultant_id FROM consultants_personblock p WHERE p.user_id = the_user) b);

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

REVOKE EXECUTE ON FUNCTION asks_nothing(search_question), where_seen(text, text, text), where_said(text, int), conditions(search_question, text),
  search_part(search_question, text, text), who_blocks(bigint, bigint), search_profiles(search_question, int)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_profiles(search_question, int) TO equal_web;
