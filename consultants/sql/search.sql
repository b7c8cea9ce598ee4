-- Search: which people an organization's members find. It returns ids and a count and no value; the
-- values come through `profile_seen`, which applies the rule once more.

-- One condition about one item: what is asked of it, and that this viewer may see it ($1: the
-- viewer's base; s: how its organization stands to the person). Search matches, filters and sorts
-- by an item in no other way, so that nobody learns by asking what they may not see.
CREATE FUNCTION where_seen(item text, asked text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN format('(%2$s AND may_see(p.%1$s_audience, $1, s.tie, s.%1$s_until > now()))', item, asked);

-- What is asked. A null asks nothing; `words` are whole words, each a parameter.
CREATE TYPE search_question AS (
  expertise smallint, language smallint, region smallint, rate int, availability smallint,
  words text[], by_rate boolean);

-- The conditions of a viewer with a checked organization: each item by what is in force for it.
CREATE FUNCTION conditions_for_organization(asked search_question) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
  every text[] := ARRAY['p.listed', where_seen('name', 'p.name_audience >= 1')];
BEGIN
  IF asked.expertise IS NOT NULL THEN every := every || where_seen('expertise', 'p.expertise @> ARRAY[$4]'); END IF;
  IF asked.language IS NOT NULL THEN every := every || where_seen('languages', 'p.languages @> ARRAY[$5]'); END IF;
  IF asked.region IS NOT NULL THEN every := every || where_seen('region', 'p.region = $6'); END IF;
  IF asked.rate IS NOT NULL THEN every := every || where_seen('rate', 'p.rate <= $7'); END IF;
  IF asked.availability IS NOT NULL THEN every := every || where_seen('availability', 'p.availability <= $8'); END IF;
  IF asked.by_rate THEN every := every || where_seen('rate', 'p.rate IS NOT NULL'); END IF;
  FOR i IN 1 .. coalesce(cardinality(asked.words), 0) LOOP  -- each word in some text that may be seen
    every := every || format('(%s OR %s OR %s)',
      where_seen('introduction', format('p.introduction_words @@ plainto_tsquery(''simple'', $9[%s])', i)),
      where_seen('past_work', format('p.past_work_words @@ plainto_tsquery(''simple'', $9[%s])', i)),
      where_seen('statement', format('p.statement_words @@ plainto_tsquery(''simple'', $9[%s])', i)));
  END LOOP;
  RETURN array_to_string(every, ' AND ');
END $$;

-- The conditions of everybody else: only what anyone may see. Those columns are empty for whoever
-- isn't listed or doesn't show a working name to anyone (search_columns.sql).
CREATE FUNCTION conditions_for_anyone(asked search_question) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
  every text[] := '{}';
BEGIN
  IF asked.expertise IS NOT NULL THEN every := every || text 'p.pub_expertise @> ARRAY[$4]'; END IF;
  IF asked.language IS NOT NULL THEN every := every || text 'p.pub_languages @> ARRAY[$5]'; END IF;
  IF asked.region IS NOT NULL THEN every := every || text 'p.pub_region = $6'; END IF;
  IF asked.rate IS NOT NULL THEN every := every || text 'p.pub_rate <= $7'; END IF;
  IF asked.availability IS NOT NULL THEN every := every || text 'p.pub_availability <= $8'; END IF;
  IF asked.by_rate THEN every := every || text 'p.pub_rate IS NOT NULL'; END IF;
  FOR i IN 1 .. coalesce(cardinality(asked.words), 0) LOOP
    every := every || format('p.pub_words @@ plainto_tsquery(''simple'', $9[%s])', i);
  END LOOP;
  IF every = '{}' THEN every := every || text 'is_public(p.listed, p.name_audience, p.name_audience)'; END IF;
  RETURN array_to_string(every, ' AND ');
END $$;

-- Who shut this person or their organization out: their blocks hold whatever the organization is.
CREATE FUNCTION who_blocks(the_user bigint, the_home bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT array_agg(b.consultant_id) FROM (
  SELECT s.consultant_id FROM consultants_standing s WHERE s.organization_id = the_home AND s.blocked
  UNION
  SELECT p.consultant_id FROM consultants_personblock p WHERE p.user_id = the_user) b);

-- The people found: the ids of one page of 20, and how many there are. The count stops at 201, or one
-- past this page: enough to say "more". Only members of organizations search; others find nobody.
CREATE FUNCTION search_profiles(asked search_question, page int, OUT ids bigint[], OUT total int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_mergejoin = off AS $$
DECLARE
  looking record;
  blocking bigint[];
  before int := 20 * (least(greatest(page, 1), 500) - 1);
  found text;
BEGIN
  ids := '{}';
  total := 0;
  SELECT * INTO looking FROM acting_viewer();
  IF looking.home IS NULL THEN
    RETURN;
  END IF;
  IF looking.org IS NULL THEN
    found := 'consultants_profile p WHERE ' || conditions_for_anyone(asked);
  ELSE
    found := 'consultants_profile p LEFT JOIN consultants_standing s'
          || ' ON s.organization_id = $2 AND s.consultant_id = p.consultant_id WHERE '
          || conditions_for_organization(asked);
  END IF;
  blocking := who_blocks(looking.me, looking.home);
  IF blocking IS NOT NULL THEN
    found := found || ' AND p.consultant_id <> ALL ($3)';
  END IF;
  -- dynamic, so that each search is planned for what it asks and for who asks it
  EXECUTE 'SELECT array_agg(q.consultant_id) FROM (SELECT p.consultant_id FROM ' || found || ' ORDER BY '
       || CASE WHEN NOT asked.by_rate THEN '' WHEN looking.org IS NULL THEN 'p.pub_rate, ' ELSE 'p.rate, ' END
       || 'p.order_key LIMIT $10) q'
    INTO ids
    USING looking.base, looking.org, blocking, asked.expertise, asked.language, asked.region, asked.rate,
          asked.availability, asked.words, greatest(201, before + 21);
  total := coalesce(cardinality(ids), 0);
  ids := coalesce(ids[before + 1 : before + 20], '{}');
END $$;

REVOKE EXECUTE ON FUNCTION where_seen(text, text), conditions_for_organization(search_question),
  conditions_for_anyone(search_question), who_blocks(bigint, bigint), search_profiles(search_question, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_profiles(search_question, int) TO equal_web;
