-- Published questions stay as they were answered, and published.
CREATE FUNCTION published_set_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'published questions stay as they are' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_stay BEFORE UPDATE OR DELETE ON organizations_questionset
  FOR EACH ROW EXECUTE FUNCTION published_set_stays();
