CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consultants_caselook
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
