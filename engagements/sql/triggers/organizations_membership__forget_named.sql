-- Powers of a member over single engagements (django-guardian's rows) live and die with the membership.
CREATE FUNCTION forget_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM engagements_engagementuserobjectpermission p WHERE p.user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_named AFTER DELETE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION forget_named();
