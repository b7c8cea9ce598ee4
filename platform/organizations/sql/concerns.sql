-- A concern is read by who reported it and by the desk, never by the organization; administrators with
-- an address there count as the organization.

CREATE FUNCTION viewer_is_desk_for(the_organization bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN may_check(viewer_user(), the_organization);

ALTER TABLE organizations_concern ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_concern
  USING (reporter_id = (SELECT viewer_user())) WITH CHECK (reporter_id = (SELECT viewer_user()));
CREATE POLICY desk ON organizations_concern FOR SELECT USING (viewer_is_desk_for(organization_id));
CREATE POLICY desk_answers ON organizations_concern FOR UPDATE USING (viewer_is_desk_for(organization_id));

-- What was said stays as it was said; only its state and the answer change.
CREATE FUNCTION concern_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.organization_id, OLD.reporter_id, OLD.code, OLD.about, OLD.wanted, OLD.happened, OLD.sent_at)
     IS DISTINCT FROM
     (NEW.organization_id, NEW.reporter_id, NEW.code, NEW.about, NEW.wanted, NEW.happened, NEW.sent_at) THEN
    RAISE EXCEPTION 'what was said stays' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON organizations_concern
  FOR EACH ROW EXECUTE FUNCTION concern_stays();
REVOKE DELETE ON organizations_concern FROM equal_web;
REVOKE EXECUTE ON FUNCTION viewer_is_desk_for(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_desk_for(bigint) TO equal_web;
