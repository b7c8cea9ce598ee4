-- Uses beyond the profile, and what is to be deleted after a stop: both sides of the permission read
-- them; the organization records and answers.

ALTER TABLE consultants_consentuse ENABLE ROW LEVEL SECURITY;
ALTER TABLE consultants_takedown ENABLE ROW LEVEL SECURITY;

-- The two sides of a permission. A lapsed check takes sight away, never a duty: so the home, not the org.
CREATE FUNCTION is_own_consent(the_consent bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM consultants_consent p
                WHERE p.id = the_consent AND p.consultant_id = viewer_consultant());
CREATE FUNCTION is_consent_of_home(the_consent bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM consultants_consent p
                WHERE p.id = the_consent AND p.organization_id = (SELECT home FROM acting_viewer()));

CREATE POLICY own ON consultants_consentuse FOR SELECT USING (is_own_consent(consent_id));
CREATE POLICY received ON consultants_consentuse FOR SELECT USING (is_consent_of_home(consent_id));
CREATE POLICY recorded ON consultants_consentuse FOR INSERT
  WITH CHECK (is_consent_of_home(consent_id) AND recorded_by_id = viewer_user());
CREATE POLICY own ON consultants_takedown USING (is_own_consent(consent_id))
  WITH CHECK (is_own_consent(consent_id));
CREATE POLICY received ON consultants_takedown FOR SELECT USING (is_consent_of_home(consent_id));
CREATE POLICY answered ON consultants_takedown FOR UPDATE USING (is_consent_of_home(consent_id));
REVOKE UPDATE, DELETE ON consultants_consentuse, consultants_takedown FROM equal_web;
GRANT UPDATE (answer, note, answered_at) ON consultants_takedown TO equal_web;

-- Only a live permission is used, and no more often than was allowed; two who record at once take turns.
CREATE FUNCTION use_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  allowed int;
BEGIN
  SELECT p.uses_allowed INTO allowed FROM consultants_consent p
   WHERE p.id = NEW.consent_id AND p.uses > 0 AND p.stopped_at IS NULL AND p.valid_until > now() FOR UPDATE;
  IF allowed IS NULL OR (SELECT count(*) FROM consultants_consentuse u WHERE u.consent_id = NEW.consent_id) >= allowed THEN
    RAISE EXCEPTION 'not allowed, or not so often' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER use_is_allowed BEFORE INSERT ON consultants_consentuse
  FOR EACH ROW EXECUTE FUNCTION use_is_allowed();

-- A takedown asks for what a permission covers no more, each thing once: all of it after a stop, or what was
-- taken out of it. Its first answer stands, and is the organization's own.
CREATE FUNCTION takedown_is_in_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.answered_at IS NOT NULL OR (NEW.items = 0 AND NEW.uses = 0)
       OR NOT EXISTS (SELECT 1 FROM consultants_consent p WHERE p.id = NEW.consent_id
                         AND (p.stopped_at IS NOT NULL OR (p.items & NEW.items = 0 AND p.uses & NEW.uses = 0)))
       OR EXISTS (SELECT 1 FROM consultants_takedown t WHERE t.consent_id = NEW.consent_id
                     AND (t.items & NEW.items <> 0 OR t.uses & NEW.uses <> 0)) THEN
      RAISE EXCEPTION 'a takedown asks once for what is covered no more' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF (OLD.consent_id, OLD.items, OLD.uses) <> (NEW.consent_id, NEW.items, NEW.uses) THEN
    RAISE EXCEPTION 'a takedown stays as it was asked' USING ERRCODE = 'integrity_constraint_violation';
  ELSIF OLD.answered_at IS NOT NULL OR is_own_consent(OLD.consent_id) THEN
    RAISE EXCEPTION 'the organization answers, once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT OR UPDATE ON consultants_takedown
  FOR EACH ROW EXECUTE FUNCTION takedown_is_in_order();

REVOKE EXECUTE ON FUNCTION is_own_consent(bigint), is_consent_of_home(bigint), use_is_allowed(), takedown_is_in_order()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_own_consent(bigint), is_consent_of_home(bigint) TO equal_web;
