-- How an organization counts when it looks: by itself while its check holds, otherwise like anyone.
-- Base is 4 for checked organizations; the watched kinds see more by a tie or a permission only.
CREATE FUNCTION counts_as(the_organization bigint, OUT org bigint, OUT base int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, CASE WHEN o.id IS NULL OR o.kind IN ('police', 'immigration', 'prosecution', 'press')
                    THEN 5 ELSE 4 END
    FROM (VALUES (the_organization)) AS looking (id)
    LEFT JOIN organizations_organization o ON o.id = looking.id AND o.checked_until > clock_now()
$$;
REVOKE EXECUTE ON FUNCTION counts_as FROM PUBLIC;
