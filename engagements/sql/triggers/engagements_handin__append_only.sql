CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_handin
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
