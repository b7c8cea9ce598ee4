-- Only a member of the engagement's organization is named. The membership is held until the row stands,
-- so that somebody who is being removed meanwhile keeps nothing.
CREATE FUNCTION only_members_are_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM organizations_membership m
     JOIN engagements_engagement e ON e.organization_id = m.organization_id
    WHERE e.id = NEW.content_object_id AND m.user_id = NEW.user_id FOR KEY SHARE OF m;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only members are named' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_members BEFORE INSERT OR UPDATE ON engagements_engagementuserobjectpermission
  FOR EACH ROW EXECUTE FUNCTION only_members_are_named();
