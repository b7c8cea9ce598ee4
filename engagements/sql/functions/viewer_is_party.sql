-- Whether the acting viewer stands on a side of this engagement: its consultant, or a live member of
-- its organization; who is narrowed to some work must be named on this one.
CREATE FUNCTION viewer_is_party(the_engagement bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM engagements_engagement e
   WHERE e.id = the_engagement
     AND (EXISTS (SELECT 1 FROM consultants_consultant c
                   WHERE c.id = e.consultant_id AND c.user_id = viewer_user())
          OR (e.organization_id = viewer_org()
              AND EXISTS (SELECT 1 FROM organizations_membership m
                           WHERE m.user_id = viewer_user() AND m.organization_id = e.organization_id
                             AND (NOT m.limited OR EXISTS (
                               SELECT 1 FROM engagements_engagementuserobjectpermission named
                                WHERE named.user_id = m.user_id AND named.content_object_id = e.id)))))
);
