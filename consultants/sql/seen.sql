-- What the acting viewer may see of other people. The working name is the door: who may not see it
-- sees nothing of that person. Paused, blocked and closed accounts have no row here. People always
-- see their own.
CREATE VIEW profile_seen WITH (security_barrier) AS
WITH v AS MATERIALIZED (SELECT * FROM acting_viewer())
SELECT p.consultant_id,
  CASE WHEN c.user_id = v.me OR may_see(p.name_audience, v.base, s.tie, s.name_until > now()) THEN p.name END AS name,
  CASE WHEN c.user_id = v.me OR may_see(p.pronouns_audience, v.base, s.tie, s.pronouns_until > now()) THEN p.pronouns END AS pronouns,
  CASE WHEN c.user_id = v.me OR may_see(p.introduction_audience, v.base, s.tie, s.introduction_until > now()) THEN p.introduction END AS introduction,
  CASE WHEN c.user_id = v.me OR may_see(p.expertise_audience, v.base, s.tie, s.expertise_until > now()) THEN p.expertise END AS expertise,
  CASE WHEN c.user_id = v.me OR may_see(p.languages_audience, v.base, s.tie, s.languages_until > now()) THEN p.languages END AS languages,
  CASE WHEN c.user_id = v.me OR may_see(p.region_audience, v.base, s.tie, s.region_until > now()) THEN p.region END AS region,
  CASE WHEN c.user_id = v.me OR may_see(p.rate_audience, v.base, s.tie, s.rate_until > now()) THEN p.rate END AS rate,
  CASE WHEN c.user_id = v.me OR may_see(p.availability_audience, v.base, s.tie, s.availability_until > now()) THEN p.availability END AS availability,
  CASE WHEN c.user_id = v.me OR may_see(p.photo_audience, v.base, s.tie, s.photo_until > now()) THEN p.photo END AS photo,
  CASE WHEN c.user_id = v.me OR may_see(p.past_work_audience, v.base, s.tie, s.past_work_until > now()) THEN p.past_work END AS past_work,
  CASE WHEN c.user_id = v.me OR may_see(p.reference_audience, v.base, s.tie, s.reference_until > now()) THEN p.reference END AS reference,
  CASE WHEN c.user_id = v.me OR may_see(p.statement_audience, v.base, s.tie, s.statement_until > now()) THEN p.statement END AS statement,
  CASE WHEN c.user_id = v.me OR may_see(p.email_audience, v.base, s.tie, s.email_until > now()) THEN p.email END AS email,
  CASE WHEN c.user_id = v.me OR may_see(p.phone_audience, v.base, s.tie, s.phone_until > now()) THEN p.phone END AS phone,
  CASE WHEN c.user_id = v.me OR may_see(p.legal_name_audience, v.base, s.tie, s.legal_name_until > now()) THEN p.legal_name END AS legal_name,
  CASE WHEN c.user_id = v.me OR may_see(p.address_audience, v.base, s.tie, s.address_until > now()) THEN p.address END AS address
FROM v CROSS JOIN consultants_profile p
JOIN consultants_consultant c ON c.id = p.consultant_id
JOIN accounts_user u ON u.id = c.user_id AND u.is_active
LEFT JOIN consultants_standing s ON s.organization_id = v.org AND s.consultant_id = p.consultant_id
WHERE c.user_id = v.me
   OR (p.name <> '' AND c.paused_at IS NULL
       AND may_see(p.name_audience, v.base, s.tie, s.name_until > now())
       AND NOT EXISTS (SELECT 1 FROM consultants_standing b
                        WHERE b.organization_id = v.home AND b.consultant_id = p.consultant_id AND b.blocked)
       AND NOT EXISTS (SELECT 1 FROM consultants_personblock b
                        WHERE b.user_id = v.me AND b.consultant_id = p.consultant_id));

-- The cards of a page. Its plan is kept: planning the view anew takes longer than running it.
CREATE FUNCTION profile_cards(wanted bigint[]) RETURNS SETOF profile_seen
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY SELECT * FROM profile_seen WHERE consultant_id = ANY (wanted);
END $$;

-- Which people an organization's search finds: a page of ids, and how many there are in all. The
-- count stops at 201, or one past this page: enough to say "more". Only members of checked
-- organizations search; others find nobody.
CREATE FUNCTION search_profiles(page int, OUT ids bigint[], OUT total int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_mergejoin = off AS $$
DECLARE
  the_org bigint;
  the_base int;
  me bigint;
  before int := 20 * (greatest(page, 1) - 1);
  found text := $sql$ FROM consultants_profile p
      JOIN consultants_consultant c ON c.id = p.consultant_id AND c.paused_at IS NULL
      JOIN accounts_user u ON u.id = c.user_id AND u.is_active
      LEFT JOIN consultants_standing s ON s.organization_id = $1 AND s.consultant_id = p.consultant_id
     WHERE p.name <> '' AND p.name_audience >= 1 AND s.blocked IS NOT TRUE
       AND may_see(p.name_audience, $2, s.tie, s.name_until > now())
       AND NOT EXISTS (SELECT 1 FROM consultants_personblock b
                        WHERE b.user_id = $4 AND b.consultant_id = p.consultant_id) $sql$;
BEGIN
  SELECT v.org, v.base, v.me INTO the_org, the_base, me FROM acting_viewer() v;
  ids := '{}';
  total := 0;
  IF the_org IS NULL THEN
    RETURN;
  END IF;
  -- dynamic, so that each search is planned for its own organization
  EXECUTE 'SELECT coalesce(array_agg(q.consultant_id ORDER BY q.order_key), ''{}'') FROM ('
       || 'SELECT p.consultant_id, p.order_key' || found || 'ORDER BY p.order_key OFFSET $3 LIMIT 20) q'
    INTO ids USING the_org, the_base, before, me;
  IF cardinality(ids) BETWEEN 1 AND 19 THEN
    total := before + cardinality(ids);
  ELSE
    EXECUTE 'SELECT count(*) FROM (SELECT 1' || found || 'LIMIT $3) q'
      INTO total USING the_org, the_base, greatest(201, before + 21), me;
  END IF;
END $$;

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
     AND ((c.may_invite = 2 AND v.base = 4) OR (c.may_invite >= 1 AND s.name_until > now()))
);

GRANT SELECT ON profile_seen TO equal_web;
REVOKE INSERT, UPDATE, DELETE ON profile_seen FROM equal_web;
REVOKE EXECUTE ON FUNCTION acting_viewer(), profile_cards(bigint[]), search_profiles(int), may_invite(bigint)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acting_viewer(), profile_cards(bigint[]), search_profiles(int), may_invite(bigint)
  TO equal_web;
