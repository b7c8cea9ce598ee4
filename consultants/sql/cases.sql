-- The desk's narrow sight. Administrators see no private item; through a case that another of them
-- approved they see the items that it names, for an hour at most, and the consultant reads of it.

CREATE FUNCTION viewer_is_administrator() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM accounts_user u
                WHERE u.id = viewer_user() AND u.kind = 'administrator' AND u.is_active);

CREATE FUNCTION viewer_case() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^case:(\d+)$')::bigint;

ALTER TABLE consultants_accesscase ENABLE ROW LEVEL SECURITY;
ALTER TABLE consultants_caselook ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk ON consultants_accesscase FOR SELECT USING ((SELECT viewer_is_administrator()));
CREATE POLICY ask ON consultants_accesscase FOR INSERT
  WITH CHECK ((SELECT viewer_is_administrator()) AND asked_by_id = viewer_user() AND approved_by_id IS NULL);
CREATE POLICY approve ON consultants_accesscase FOR UPDATE
  USING ((SELECT viewer_is_administrator()) AND asked_by_id <> viewer_user() AND approved_by_id IS NULL)
  WITH CHECK (approved_by_id = viewer_user());
CREATE POLICY own ON consultants_accesscase FOR SELECT
  USING (consultant_id = (SELECT viewer_consultant()) AND approved_at IS NOT NULL);
CREATE POLICY own ON consultants_caselook FOR SELECT
  USING (EXISTS (SELECT 1 FROM consultants_accesscase k
                  WHERE k.id = case_id AND k.consultant_id = (SELECT viewer_consultant())));
REVOKE DELETE ON consultants_accesscase FROM equal_web;
REVOKE INSERT, UPDATE, DELETE ON consultants_caselook FROM equal_web;
REVOKE UPDATE ON consultants_accesscase FROM equal_web;
GRANT UPDATE (approved_by_id, approved_at, ends_at) ON consultants_accesscase TO equal_web;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consultants_caselook
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Once approved, a case stays as it is; times are the database's own.
CREATE FUNCTION case_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.approved_by_id IS NOT NULL
     OR to_jsonb(NEW) - '{approved_by_id,approved_at,ends_at}'::text[]
        <> to_jsonb(OLD) - '{approved_by_id,approved_at,ends_at}'::text[] THEN
    RAISE EXCEPTION 'access case % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.approved_at := now();
  NEW.ends_at := least(NEW.ends_at, now() + interval '60 minutes');
  RETURN NEW;
END $$;
CREATE TRIGGER fixed BEFORE UPDATE OR DELETE ON consultants_accesscase
  FOR EACH ROW EXECUTE FUNCTION case_is_fixed();

-- The items that the acting case names, and nothing else of anybody. Looking is noted by looking.
CREATE FUNCTION case_card() RETURNS SETOF profile_seen
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_case consultants_accesscase;
BEGIN
  SELECT * INTO the_case FROM consultants_accesscase k WHERE k.id = viewer_case() AND k.ends_at > now();
  IF the_case.id IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO consultants_caselook (case_id, items, at) VALUES (the_case.id, the_case.items, now());
  RETURN QUERY SELECT p.consultant_id,
    CASE WHEN the_case.items & 1 <> 0 THEN p.name END,
    CASE WHEN the_case.items & 2 <> 0 THEN p.pronouns END,
    CASE WHEN the_case.items & 4 <> 0 THEN p.introduction END,
    CASE WHEN the_case.items & 8 <> 0 THEN p.expertise END,
    CASE WHEN the_case.items & 16 <> 0 THEN p.languages END,
    CASE WHEN the_case.items & 32 <> 0 THEN p.region END,
    CASE WHEN the_case.items & 64 <> 0 THEN p.rate END,
    CASE WHEN the_case.items & 128 <> 0 THEN p.availability END,
    CASE WHEN the_case.items & 256 <> 0 THEN p.photo END,
    CASE WHEN the_case.items & 512 <> 0 THEN p.past_work END,
    CASE WHEN the_case.items & 1024 <> 0 THEN p.reference END,
    CASE WHEN the_case.items & 2048 <> 0 THEN p.statement END,
    CASE WHEN the_case.items & 4096 <> 0 THEN p.email END,
    CASE WHEN the_case.items & 8192 <> 0 THEN p.phone END,
    CASE WHEN the_case.items & 16384 <> 0 THEN p.legal_name END,
    CASE WHEN the_case.items & 32768 <> 0 THEN p.address END
    FROM consultants_profile p WHERE p.consultant_id = the_case.consultant_id;
END $$;

REVOKE EXECUTE ON FUNCTION viewer_is_administrator(), case_is_fixed(), case_card() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_administrator(), case_card() TO equal_web;
