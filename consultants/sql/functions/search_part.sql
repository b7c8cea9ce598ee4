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
