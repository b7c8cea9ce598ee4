-- Whether this person speaks for the whole organization: nobody assigns themselves.
CREATE FUNCTION arranges_for(the_organization bigint, the_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM organizations_membership m
                WHERE m.organization_id = the_organization AND m.user_id = the_user
                  AND m.role IN ('owner', 'coordinator') AND NOT m.limited);
REVOKE EXECUTE ON FUNCTION arranges_for FROM PUBLIC;
