-- An organization is checked as long as its check says, as the kind it says. Another name or website
-- ends the check in the same moment, whoever changes it.
CREATE FUNCTION organization_keeps_its_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.name, OLD.domain) IS DISTINCT FROM (NEW.name, NEW.domain) THEN
    NEW.checked_until := NULL;
    PERFORM end_checks(NEW.id, CASE WHEN OLD.domain <> NEW.domain THEN 'domain' ELSE 'name' END, true);
  END IF;
  IF NEW.checked_until > clock_now() AND (TG_OP = 'INSERT' OR NEW.kind <> OLD.kind
       OR NEW.checked_until > coalesce(OLD.checked_until, '-infinity'))
     AND NOT EXISTS (SELECT 1 FROM organizations_verification c
                      WHERE c.organization_id = NEW.id AND c.state = 'checked'
                        AND c.until >= NEW.checked_until AND c.kind = NEW.kind) THEN
    RAISE EXCEPTION 'organization %: no check says so', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_its_check BEFORE INSERT OR UPDATE OF name, domain, kind, checked_until
  ON organizations_organization FOR EACH ROW EXECUTE FUNCTION organization_keeps_its_check();
REVOKE EXECUTE ON FUNCTION organization_keeps_its_check FROM PUBLIC;
