CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consultants_consentevent
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
