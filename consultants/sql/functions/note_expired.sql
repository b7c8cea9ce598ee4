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
     WHERE p.stopped_at IS NULL AND p.valid_until <= clock_now()
       AND NOT EXISTS (SELECT 1 FROM consultants_consentevent e
                        WHERE e.consent_id = p.id AND e.name = 'expired')
     ORDER BY p.valid_until, p.consultant_id, p.id
     LIMIT most;
  GET DIAGNOSTICS noted = ROW_COUNT;
  RETURN noted;
END $$;
REVOKE EXECUTE ON FUNCTION note_expired FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_expired TO equal_web;
