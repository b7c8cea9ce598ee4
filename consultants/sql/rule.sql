-- THE RULE: who sees an item. Nothing else decides, here or in Python.
--   base: 5 for anyone, 4 for a checked organization; tie: 2 working with, 3 talking with, or none;
--   granted: a permission that names the item is in force.
CREATE FUNCTION may_see(audience smallint, base int, tie smallint, granted boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN audience >= base OR (audience >= 2 AND audience >= tie) OR (audience >= 1 AND granted);

-- How an organization counts when it looks: by itself while its check holds, otherwise like anyone.
-- Base is 4 for checked organizations; the watched kinds see more by a tie or a permission only.
CREATE FUNCTION counts_as(the_organization bigint, OUT org bigint, OUT base int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, CASE WHEN o.id IS NULL OR o.kind IN ('police', 'immigration', 'prosecution', 'press')
                    THEN 5 ELSE 4 END
    FROM (VALUES (the_organization)) AS looking (id)
    LEFT JOIN organizations_organization o ON o.id = looking.id AND o.checked_until > now()
$$;

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
