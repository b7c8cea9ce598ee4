-- The person's place in lists goes along with how an organization stands to them.
CREATE FUNCTION standing_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.order_key := (SELECT p.order_key FROM consultants_profile p WHERE p.consultant_id = NEW.consultant_id);
  RETURN NEW;
END $$;
CREATE TRIGGER place BEFORE INSERT ON consultants_standing FOR EACH ROW EXECUTE FUNCTION standing_place();
REVOKE EXECUTE ON FUNCTION standing_place FROM PUBLIC;
