-- THE RULE: who sees an item. Nothing else decides, here or in Python.
--   base: 5 for anyone, 4 for a checked organization; tie: 2 working with, 3 talking with, or none;
--   granted: a permission that names the item is in force.
CREATE FUNCTION may_see(audience smallint, base int, tie smallint, granted boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN audience >= base OR (audience >= 2 AND audience >= tie) OR (audience >= 1 AND granted);

-- The acting viewer, read once a statement.
--   me: the person. home: the organization that the person is a live member of; its blocks hold even
--   when its check lapsed. org: the same while it is claimed and checked; ties and permissions are
--   looked up by it. base: 4 for checked organizations, 5 for anybody else who looks; none for jobs,
--   cases and where nobody was set, so that these see nothing here.
CREATE FUNCTION acting_viewer(OUT me bigint, OUT home bigint, OUT org bigint, OUT base int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  its_kind text;
  its_check timestamptz;
BEGIN
  me := viewer_user();
  IF me IS NULL AND viewer_identity() <> 'anyone' THEN
    RETURN;
  END IF;
  SELECT o.id, o.kind, o.checked_until INTO home, its_kind, its_check
    FROM organizations_membership m
    JOIN organizations_organization o ON o.id = m.organization_id
   WHERE m.user_id = me;
  IF home = viewer_org() AND its_check > now() THEN
    org := home;
  END IF;
  base := CASE WHEN org IS NULL OR its_kind IN ('police', 'immigration', 'prosecution', 'press')
               THEN 5 ELSE 4 END;
END $$;
