-- What a row's hash is made of. No field can hold the sign between two fields (constraint), so two
-- different rows never read the same. `consultants/consent_log_verification.py` computes it again, on its own.
CREATE FUNCTION consent_text(e consultants_consentevent) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp
RETURN array_to_string(ARRAY[
  'consent 1', e.consultant_id::text, e.number::text, e.name, e.by, e.actor_id::text, e.organization_id::text,
  e.person_id::text, e.consent_id::text, e.request_id::text, e.items::text, e.uses::text, e.level::text, e.purpose,
  (extract(epoch FROM e.until) * 1000000)::bigint::text, encode(e.words, 'hex'), e.language, e.wording,
  (extract(epoch FROM e.at) * 1000000)::bigint::text, e.previous], '|', '');
REVOKE EXECUTE ON FUNCTION consent_text FROM PUBLIC;
