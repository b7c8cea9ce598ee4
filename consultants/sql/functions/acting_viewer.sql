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
