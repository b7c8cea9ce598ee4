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
REVOKE EXECUTE ON FUNCTION record_consent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_consent TO equal_web;
