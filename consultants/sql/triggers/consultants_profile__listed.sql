-- Keeps `listed`, the answer to whether a person can be found at all (tables/consultants_profile.sql).
CREATE FUNCTION profile_listed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.listed := NEW.name <> '' AND EXISTS (
    SELECT 1 FROM consultants_consultant c JOIN accounts_user u ON u.id = c.user_id
     WHERE c.id = NEW.consultant_id AND c.paused_at IS NULL AND u.is_active);
  RETURN NEW;
END $$;
CREATE TRIGGER listed BEFORE INSERT OR UPDATE ON consultants_profile
  FOR EACH ROW EXECUTE FUNCTION profile_listed();
REVOKE EXECUTE ON FUNCTION profile_listed FROM PUBLIC;
