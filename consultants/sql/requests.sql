-- Asking for a permission. The consultant reads and answers the row; the organization reads a view in
-- which a no can't be told from no answer yet, and writes through functions.

ALTER TABLE consultants_consentrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON consultants_consentrequest
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE INSERT, UPDATE, DELETE ON consultants_consentrequest FROM equal_web;
GRANT UPDATE (state, answered_at) ON consultants_consentrequest TO equal_web;

-- An answer stays an answer. Only asking anew and taking back come after a no.
CREATE FUNCTION request_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (OLD.state = 'open' OR (OLD.state = 'not_allowed' AND NEW.state = 'withdrawn')) THEN
    RAISE EXCEPTION 'a request is answered once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state IN ('allowed', 'partly', 'not_allowed') AND NEW.answered_at IS NULL THEN
    RAISE EXCEPTION 'an answer has its time' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON consultants_consentrequest
  FOR EACH ROW EXECUTE FUNCTION request_answered_once();

CREATE VIEW consultants_sentrequest WITH (security_barrier) AS
SELECT r.id, r.code, r.organization_id, r.consultant_id, r.items, r.purpose, r.purpose_text, r.recipients,
  r.channel, r.uses, r.output, r.uses_allowed, r.until, r.asked_at, r.ends_at,
  CASE WHEN r.state = 'withdrawn' THEN 'withdrawn'
       WHEN p.id IS NOT NULL AND p.stopped_at IS NULL AND p.valid_until > now()
            -- a pause or a block looks like a stop
            AND (p.uses > 0 OR EXISTS (SELECT 1 FROM profile_seen s WHERE s.consultant_id = r.consultant_id)) THEN 'shared'
       WHEN r.state IN ('open', 'not_allowed') AND r.ends_at > now() THEN 'waiting'
       ELSE 'not_shared' END AS standing
FROM consultants_consentrequest r
LEFT JOIN consultants_consent p ON p.request_id = r.id
WHERE r.organization_id = (SELECT org FROM acting_viewer());
GRANT SELECT ON consultants_sentrequest TO equal_web;
REVOKE INSERT, UPDATE, DELETE ON consultants_sentrequest FROM equal_web;

-- Whether the acting person may ask for their organization: a live, unlimited owner or coordinator.
CREATE FUNCTION viewer_may_ask() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM acting_viewer() v JOIN organizations_membership m ON m.organization_id = v.org AND m.user_id = v.me
   WHERE m.role IN ('owner', 'coordinator') AND NOT m.limited);

-- Ask somebody whose working name the organization sees. Says what came of it: 'sent', 'missing' (nobody
-- to ask, or no power to), 'asked' (no answer yet, or a no that looks like it), 'quota' (20 in 24 hours).
CREATE FUNCTION ask_consent(
  the_consultant bigint, the_code text, the_items int, the_uses int, the_purpose text, the_purpose_text text,
  the_recipients text, the_channel text, the_output text, the_uses_allowed int, the_until timestamptz, the_end timestamptz,
  OUT outcome text, OUT request bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_org bigint := (SELECT org FROM acting_viewer());
BEGIN
  outcome := 'missing';
  IF NOT viewer_may_ask() OR NOT EXISTS (SELECT 1 FROM profile_seen s WHERE s.consultant_id = the_consultant) THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('ask_consent', the_org));  -- one at a time for each organization
  IF EXISTS (SELECT 1 FROM consultants_consentrequest r
              WHERE r.organization_id = the_org AND r.consultant_id = the_consultant
                AND r.state IN ('open', 'not_allowed') AND r.ends_at > now()) THEN
    outcome := 'asked';
    RETURN;
  END IF;
  IF (SELECT count(*) FROM consultants_consentrequest r
       WHERE r.organization_id = the_org AND r.asked_at > now() - interval '24 hours') >= 20 THEN
    outcome := 'quota';
    RETURN;
  END IF;
  UPDATE consultants_consentrequest r SET state = 'ended'
   WHERE r.organization_id = the_org AND r.consultant_id = the_consultant AND r.state = 'open';
  INSERT INTO consultants_consentrequest (code, organization_id, consultant_id, asked_by_id, items, uses, purpose,
    purpose_text, recipients, channel, output, uses_allowed, until, state, asked_at, ends_at)
  VALUES (the_code, the_org, the_consultant, viewer_user(), the_items, the_uses, the_purpose,
    the_purpose_text, the_recipients, the_channel, the_output, the_uses_allowed, the_until, 'open', now(), the_end)
  RETURNING id INTO request;
  outcome := 'sent';
END $$;

-- Take back what waits, or looks as if it did: an answer that was a no goes the same way.
CREATE FUNCTION withdraw_request(the_code text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE consultants_consentrequest r SET state = 'withdrawn'
   WHERE r.code = the_code AND r.organization_id = (SELECT org FROM acting_viewer()) AND viewer_may_ask()
     AND r.state IN ('open', 'not_allowed') AND r.ends_at > now();
  RETURN FOUND;
END $$;

REVOKE EXECUTE ON FUNCTION viewer_may_ask(), withdraw_request(text),
  ask_consent(bigint, text, int, int, text, text, text, text, text, int, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_may_ask(), withdraw_request(text),
  ask_consent(bigint, text, int, int, text, text, text, text, text, int, timestamptz, timestamptz) TO equal_web;
