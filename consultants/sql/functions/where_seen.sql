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
