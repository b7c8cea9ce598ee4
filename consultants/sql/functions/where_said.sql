-- A word stands in some text that the viewer may see.
CREATE FUNCTION where_said(way text, number int) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN (
  SELECT '(' || string_agg(where_seen(way, item, format(
           CASE way WHEN 'standing' THEN '%%s_words' ELSE '%%s' END || ' @@ plainto_tsquery(''simple'', $9[%s])', number)), ' OR ') || ')'
    FROM unnest(CASE way WHEN 'standing' THEN '{introduction,past_work,statement}' ELSE '{words}' END::text[]) item);
REVOKE EXECUTE ON FUNCTION where_said FROM PUBLIC;
