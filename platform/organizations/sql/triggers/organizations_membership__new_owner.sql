CREATE TRIGGER new_owner AFTER INSERT ON organizations_membership
  FOR EACH ROW WHEN (NEW.role = 'owner') EXECUTE FUNCTION new_owner_ends_the_check();
