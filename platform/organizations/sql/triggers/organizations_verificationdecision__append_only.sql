CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organizations_verificationdecision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
