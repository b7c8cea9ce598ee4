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
                AND r.state IN ('open', 'not_allowed') AND r.ends_at > clock_now()) THEN
    outcome := 'asked';
    RETURN;
  END IF;
  IF (SELECT count(*) FROM consultants_consentrequest r
       WHERE r.organization_id = the_org AND r.asked_at > clock_now() - interval '24 hours') >= 20 THEN
    outcome := 'quota';
    RETURN;
  END IF;
  UPDATE consultants_consentrequest r SET state = 'ended'
   WHERE r.organization_id = the_org AND r.consultant_id = the_consultant AND r.state = 'open';
  INSERT INTO consultants_consentrequest (code, organization_id, consultant_id, asked_by_id, items, uses, purpose,
    purpose_text, recipients, channel, output, uses_allowed, until, state, asked_at, ends_at)
  VALUES (the_code, the_org, the_consultant, viewer_user(), the_items, the_uses, the_purpose,
    the_purpose_text, the_recipients, the_channel, the_output, the_uses_allowed, the_until, 'open', clock_now(), the_end)
  RETURNING id INTO request;
  outcome := 'sent';
END $$;
REVOKE EXECUTE ON FUNCTION ask_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_consent TO equal_web;
