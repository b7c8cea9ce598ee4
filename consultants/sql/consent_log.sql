-- The consent ledger: one chain a consultant. Each row holds the hash of the row before, so that a row
-- that was changed, taken out or put in between is told (`manage.py verify_consent`). The head row says
-- where the chain ends, so that a cut tail is told too.

-- What a row's hash is made of. No field can hold the sign between two fields (constraint), so two
-- different rows never read the same. `consultants/consent_log_verification.py` computes it again, on its own.
CREATE FUNCTION consent_text(e consultants_consentevent) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
RETURN array_to_string(ARRAY[
  'consent 1', e.consultant_id::text, e.number::text, e.name, e.by, e.actor_id::text, e.organization_id::text,
  e.person_id::text, e.consent_id::text, e.request_id::text, e.items::text, e.uses::text, e.level::text, e.purpose,
  (extract(epoch FROM e.until) * 1000000)::bigint::text, encode(e.words, 'hex'), e.language, e.wording,
  (extract(epoch FROM e.at) * 1000000)::bigint::text, e.previous], '|', '');

-- Number, time and hashes are made here, whatever was sent. Writers of one chain take turns at its head.
CREATE FUNCTION chain_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO consultants_consenthead (consultant_id, number, hash)
    VALUES (NEW.consultant_id, 0, '') ON CONFLICT DO NOTHING;
  SELECT h.number + 1, h.hash INTO NEW.number, NEW.previous
    FROM consultants_consenthead h WHERE h.consultant_id = NEW.consultant_id FOR UPDATE;
  NEW.at := clock_timestamp();
  NEW.hash := encode(sha256(convert_to(consent_text(NEW), 'UTF8')), 'hex');
  UPDATE consultants_consenthead h SET number = NEW.number, hash = NEW.hash
   WHERE h.consultant_id = NEW.consultant_id;
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON consultants_consentevent
  FOR EACH ROW EXECUTE FUNCTION chain_consent();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consultants_consentevent
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A head moves on by one event at a time and never goes.
CREATE FUNCTION consent_head_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.consultant_id, NEW.number) IS DISTINCT FROM (OLD.consultant_id, OLD.number + 1) THEN
    RAISE EXCEPTION 'the end of a chain only moves on' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_on BEFORE UPDATE OR DELETE ON consultants_consenthead
  FOR EACH ROW EXECUTE FUNCTION consent_head_moves_on();

-- Consultants read their own chain. Nobody else reads anything of it, and nobody writes past the
-- function below.
ALTER TABLE consultants_consentevent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consultants_consenthead ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentevent FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY own ON consultants_consenthead FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consentevent, consultants_consenthead FROM equal_web;

-- The only way in: the consultant; a live member of an organization, for what organizations do; a job,
-- for what ends by itself. Who wrote is the acting viewer, not a claim. The row comes back to the
-- consultant alone: its number would tell others how much there is.
CREATE FUNCTION record_consent(
  the_consultant bigint, the_name text, the_actor bigint, the_organization bigint, the_person bigint, the_consent bigint,
  the_request bigint, the_items int, the_uses smallint, the_level smallint, the_purpose text, the_until timestamptz,
  the_words bytea, the_language text, the_wording text) RETURNS SETOF consultants_consentevent
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made consultants_consentevent;
  side text := CASE
    WHEN viewer_consultant() = the_consultant THEN 'consultant'
    WHEN viewer_is_job() THEN 'timer'
    WHEN EXISTS (SELECT 1 FROM organizations_membership m
                  WHERE m.organization_id = the_organization AND m.user_id = viewer_user()) THEN 'organization'
  END;
BEGIN
  IF side IS NULL OR the_actor IS DISTINCT FROM viewer_user() THEN
    RAISE EXCEPTION 'only those whom it concerns write here' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF the_consent IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM consultants_consent p WHERE p.id = the_consent
       AND p.consultant_id = the_consultant AND p.organization_id = the_organization) THEN
    RAISE EXCEPTION 'this permission is between others' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO consultants_consentevent (consultant_id, name, by, actor_id, organization_id, person_id,
      consent_id, request_id, items, uses, level, purpose, until, words, language, wording)
    VALUES (the_consultant, the_name, side, the_actor, the_organization, the_person,
      the_consent, the_request, the_items, the_uses, the_level, the_purpose, the_until, the_words, the_language, the_wording)
    RETURNING * INTO made;
  IF side = 'consultant' THEN
    RETURN NEXT made;
  END IF;
END $$;

-- Notes the permissions that ended by themselves since the last look, at most `most` of them; returns how
-- many. Expiry itself needs no job: every look compares with the clock.
CREATE FUNCTION note_expired(most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  noted int;
BEGIN
  IF viewer_identity() <> 'job:consultants.note_expired' THEN
    RAISE EXCEPTION 'this is the work of one job' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('note_expired'));  -- two sweeps take turns: each end is noted once
  INSERT INTO consultants_consentevent (consultant_id, name, by, organization_id, consent_id, request_id,
      items, uses, purpose, until, words, language, wording)
    SELECT p.consultant_id, 'expired', 'timer', p.organization_id, p.id, p.request_id, p.items,
           p.uses, p.purpose, p.valid_until, '', '', ''
      FROM consultants_consent p
     WHERE p.stopped_at IS NULL AND p.valid_until <= clock_timestamp()
       AND NOT EXISTS (SELECT 1 FROM consultants_consentevent e
                        WHERE e.consent_id = p.id AND e.name = 'expired')
     ORDER BY p.valid_until, p.consultant_id, p.id
     LIMIT most;
  GET DIAGNOSTICS noted = ROW_COUNT;
  RETURN noted;
END $$;

REVOKE EXECUTE ON FUNCTION consent_text(consultants_consentevent), chain_consent(), consent_head_moves_on(),
  note_expired(int), record_consent(bigint, text, bigint, bigint, bigint, bigint, bigint, int, smallint, smallint, text,
    timestamptz, bytea, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_expired(int), record_consent(bigint, text, bigint, bigint, bigint, bigint, bigint, int,
  smallint, smallint, text, timestamptz, bytea, text, text) TO equal_web;
