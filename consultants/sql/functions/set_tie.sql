-- Ties are written by the work's services for both sides, whoever of them acts: the consultant, a
-- live member of the organization, or a job of the work. An organization can change or end a tie, but the first
-- one is the consultant's doing: showing interest, or accepting an invitation.
CREATE FUNCTION set_tie(the_organization bigint, the_consultant bigint, the_tie smallint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  is_own_side boolean := viewer_identity() LIKE 'job:engagements.%' OR EXISTS (
    SELECT 1 FROM consultants_consultant c WHERE c.id = the_consultant AND c.user_id = viewer_user());
  is_their_side boolean := EXISTS (
    SELECT 1 FROM organizations_membership m
     WHERE m.organization_id = the_organization AND m.user_id = viewer_user());
BEGIN
  IF NOT (is_own_side OR is_their_side) THEN
    RAISE EXCEPTION 'only the two sides tie themselves' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT is_own_side AND the_tie IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM consultants_standing s WHERE s.organization_id = the_organization
       AND s.consultant_id = the_consultant AND s.tie IS NOT NULL) THEN
    RAISE EXCEPTION 'the consultant makes the first tie' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO consultants_standing AS s (organization_id, consultant_id, tie)
    VALUES (the_organization, the_consultant, the_tie)
    ON CONFLICT (organization_id, consultant_id) DO UPDATE SET tie = excluded.tie;
END $$;
REVOKE EXECUTE ON FUNCTION set_tie FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_tie TO equal_web;
