CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_evidence
  FOR EACH ROW EXECUTE FUNCTION self_assessment_part_stays();
