-- Who leaves takes part in nothing any more.
CREATE FUNCTION forget_assignments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM consultants_assignment a WHERE a.user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_assignments AFTER DELETE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION forget_assignments();
REVOKE EXECUTE ON FUNCTION forget_assignments FROM PUBLIC;
