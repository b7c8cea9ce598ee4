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
