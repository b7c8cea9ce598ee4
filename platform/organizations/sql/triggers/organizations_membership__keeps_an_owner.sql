-- Asked at the end of the transaction, so that a team may hand over in any order. The organization's row
-- is locked: of two owners who remove each other at once, the second sees what the first did.
-- An account that is erased may always go.
CREATE FUNCTION team_keeps_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.role <> 'owner' OR NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = OLD.user_id) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM organizations_organization o WHERE o.id = OLD.organization_id FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM organizations_membership m
                            WHERE m.organization_id = OLD.organization_id AND m.role = 'owner') THEN
    RAISE EXCEPTION 'organization % needs an owner', OLD.organization_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keeps_an_owner AFTER UPDATE OR DELETE ON organizations_membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION team_keeps_an_owner();
