-- Touching the row lets the profile's trigger look again; it waits for whoever else writes this profile.
CREATE FUNCTION consultant_listed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_profile SET listed = listed WHERE consultant_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER listed AFTER UPDATE OF paused_at ON consultants_consultant
  FOR EACH ROW EXECUTE FUNCTION consultant_listed();
REVOKE EXECUTE ON FUNCTION consultant_listed FROM PUBLIC;
