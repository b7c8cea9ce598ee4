-- Whether the acting organization may invite this person: as the person set it, and only those
-- whose working name it sees (nobody is invited who can't be seen).
CREATE FUNCTION may_invite(the_consultant bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM acting_viewer() v
    JOIN profile_seen seen ON seen.consultant_id = the_consultant
    JOIN consultants_consultant c ON c.id = the_consultant
    LEFT JOIN consultants_standing s ON s.organization_id = v.org AND s.consultant_id = c.id
   WHERE v.org IS NOT NULL
     AND ((c.may_invite = 2 AND v.base = 4) OR (c.may_invite >= 1 AND s.name_until > clock_now()))
);
REVOKE EXECUTE ON FUNCTION may_invite FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_invite TO equal_web;
