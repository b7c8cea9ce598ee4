-- The words written to administrators, without who wrote them, by month.
CREATE FUNCTION feedback_notes(the_organization bigint)
RETURNS TABLE (month date, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT date_trunc('month', f.created_at)::date, f.note FROM engagements_feedback f
   WHERE f.organization_id = the_organization AND f.note <> ''
     AND EXISTS (SELECT 1 FROM accounts_user u
                  WHERE u.id = viewer_user() AND u.kind = 'administrator' AND u.is_active)
   ORDER BY 1 DESC, md5(f.note) LIMIT 50;
$$;
REVOKE EXECUTE ON FUNCTION feedback_notes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feedback_notes TO equal_web;
