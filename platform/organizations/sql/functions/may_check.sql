-- Whether somebody is an administrator without an address at the organization.
CREATE FUNCTION may_check(the_user bigint, the_organization bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM accounts_user u, organizations_organization o
   WHERE u.id = the_user AND o.id = the_organization AND u.kind = 'administrator' AND u.is_active
     AND (o.domain = '' OR right('.' || lower(split_part(u.email, '@', 2)), length(o.domain) + 1)
                           <> '.' || lower(o.domain)));
REVOKE EXECUTE ON FUNCTION may_check FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_check TO equal_web;
