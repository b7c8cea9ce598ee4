CREATE TRIGGER changed_owner AFTER UPDATE ON organizations_membership
  FOR EACH ROW WHEN (NEW.role = 'owner' AND (OLD.role, OLD.user_id, OLD.organization_id)
                     IS DISTINCT FROM (NEW.role, NEW.user_id, NEW.organization_id))
  EXECUTE FUNCTION new_owner_ends_the_check();
