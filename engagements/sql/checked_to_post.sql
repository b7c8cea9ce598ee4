-- Only a checked organization opens a posting; `visible_to` also asks that the check still holds.

CREATE FUNCTION posting_opens_when_checked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state = 'open' AND (TG_OP = 'INSERT' OR OLD.state <> 'open') AND NOT EXISTS (
      SELECT 1 FROM organizations_organization o
       WHERE o.id = NEW.organization_id AND o.checked_until > now()) THEN
    RAISE EXCEPTION 'posting %: its organization is not checked', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opens_when_checked BEFORE INSERT OR UPDATE OF state ON engagements_posting
  FOR EACH ROW EXECUTE FUNCTION posting_opens_when_checked();
