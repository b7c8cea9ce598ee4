-- THE RULE: who sees an item. Nothing else decides, here or in Python.
--   base: 5 for anyone, 4 for a checked organization; tie: 2 working with, 3 talking with, or none;
--   granted: a permission that names the item is in force.
CREATE FUNCTION may_see(audience smallint, base int, tie smallint, granted boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN audience >= base OR (audience >= 2 AND audience >= tie) OR (audience >= 1 AND granted);

-- The acting viewer: the organization it may act for (none without a live membership or with a
-- lapsed check) and its base. One row, read once a statement.
CREATE FUNCTION acting_viewer(OUT org bigint, OUT base int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  its_kind text;
BEGIN
  SELECT o.id, o.kind INTO org, its_kind
    FROM organizations_organization o
    JOIN organizations_membership m ON m.organization_id = o.id AND m.user_id = viewer_user()
   WHERE o.id = viewer_org() AND o.checked_until > now();
  base := CASE WHEN org IS NULL OR its_kind IN ('police', 'immigration', 'prosecution', 'press')
               THEN 5 ELSE 4 END;
END $$;
