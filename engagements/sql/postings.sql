-- A posting opens for an organization that is checked and owes nobody; `visible_to` also asks that the check
-- still holds. The first one of an organization opens only by the desk.

CREATE FUNCTION posting_opens_rightly() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'open' OR (TG_OP = 'UPDATE' AND OLD.state = 'open') THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_organization o
                  WHERE o.id = NEW.organization_id AND o.checked_until > now()) THEN
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

-- What people read stays as they read it; only a draft is rewritten. Looked at afterwards: before, the columns
-- that the database derives are still empty.
CREATE FUNCTION posting_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft'
     AND to_jsonb(NEW) - '{state,sent_at,opened_at}'::text[]
         <> to_jsonb(OLD) - '{state,sent_at,opened_at}'::text[] THEN
    RAISE EXCEPTION 'posting % is not a draft', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen AFTER UPDATE ON engagements_posting
  FOR EACH ROW EXECUTE FUNCTION posting_is_frozen();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_postingreview
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON engagements_postingreview FROM equal_web;
REVOKE DELETE ON engagements_posting, engagements_wordentry FROM equal_web;
