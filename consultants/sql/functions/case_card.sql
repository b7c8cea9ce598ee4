-- The items that the acting case names, and nothing else of anybody. Looking is noted by looking.
CREATE FUNCTION case_card() RETURNS SETOF profile_seen
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_case consultants_accesscase;
BEGIN
  SELECT * INTO the_case FROM consultants_accesscase k WHERE k.id = viewer_case() AND k.ends_at > clock_now();
  IF the_case.id IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO consultants_caselook (case_id, items, at) VALUES (the_case.id, the_case.items, clock_now());
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
REVOKE EXECUTE ON FUNCTION case_card FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_card TO equal_web;
