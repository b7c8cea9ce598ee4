-- Whether the acting organization may open this person's page today: it may open so many different
-- people a day. Who was opened today stays open.
CREATE FUNCTION may_open(the_consultant bigint, most int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (
  SELECT count(*) < most FROM (
    SELECT FROM acting_viewer() v JOIN consultants_look l ON l.organization_id = v.home
     WHERE l.day = (clock_now() AT TIME ZONE 'UTC')::date AND l.is_opened AND l.consultant_id <> the_consultant
     LIMIT most) others);
REVOKE EXECUTE ON FUNCTION may_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_open TO equal_web;
