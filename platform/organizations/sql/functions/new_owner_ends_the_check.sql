-- A person who becomes an owner was not there when it was checked. An owner who leaves ends nothing.
CREATE FUNCTION new_owner_ends_the_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_checks(NEW.organization_id, 'owner', false);
  UPDATE organizations_organization SET checked_until = NULL
   WHERE id = NEW.organization_id AND checked_until IS NOT NULL;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION new_owner_ends_the_check FROM PUBLIC;
