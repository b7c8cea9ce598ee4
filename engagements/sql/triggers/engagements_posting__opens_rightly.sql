-- A posting opens for an organization that is checked and owes nobody; `visible_to` also asks that the check
-- still holds. The first one of an organization opens only by the desk.
CREATE FUNCTION posting_opens_rightly() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'open' OR (TG_OP = 'UPDATE' AND OLD.state = 'open') THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_organization o
                  WHERE o.id = NEW.organization_id AND o.checked_until > clock_now()) THEN
    RAISE EXCEPTION 'posting %: its organization is not checked', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM organizations_organization o
              WHERE o.id = NEW.organization_id AND o.overdue_since IS NOT NULL) THEN
    RAISE EXCEPTION 'posting %: its organization has an overdue payment', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM engagements_posting p
                  WHERE p.organization_id = NEW.organization_id AND p.opened_at IS NOT NULL
                    AND p.id <> NEW.id)
     AND NOT EXISTS (SELECT 1 FROM engagements_postingreview r
                      WHERE r.posting_id = NEW.id AND r.decision = 'opened') THEN
    RAISE EXCEPTION 'posting %: the desk looks at the first one', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opens_rightly BEFORE INSERT OR UPDATE OF state ON engagements_posting
  FOR EACH ROW EXECUTE FUNCTION posting_opens_rightly();
