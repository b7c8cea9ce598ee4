-- A closed account is no longer found: touching the row lets the profile's trigger look again.
CREATE FUNCTION account_listed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_profile p SET listed = listed
    FROM consultants_consultant c WHERE c.user_id = NEW.id AND p.consultant_id = c.id;
  RETURN NULL;
END $$;
CREATE TRIGGER listed AFTER UPDATE OF is_active ON accounts_user
  FOR EACH ROW WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION account_listed();
REVOKE EXECUTE ON FUNCTION account_listed FROM PUBLIC;
