-- The second wall of the work: the two sides of an engagement read its contract and sign it.

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

ALTER TABLE engagements_contract ENABLE ROW LEVEL SECURITY;
ALTER TABLE engagements_signature ENABLE ROW LEVEL SECURITY;

CREATE POLICY parties ON engagements_contract
  USING (viewer_is_party(engagement_id)) WITH CHECK (viewer_is_party(engagement_id));
CREATE POLICY parties ON engagements_signature
  USING (EXISTS (SELECT 1 FROM engagements_contract c WHERE c.id = contract_id AND viewer_is_party(c.engagement_id)))
  WITH CHECK (signed_by_id = viewer_user() AND EXISTS (
    SELECT 1 FROM engagements_contract c WHERE c.id = contract_id AND viewer_is_party(c.engagement_id)));

-- The timer completes the contract with the last approval; payments only look at its state.
CREATE POLICY timer ON engagements_contract USING (viewer_identity() = 'job:engagements.approve_overdue');
CREATE POLICY payment_jobs ON engagements_contract FOR SELECT
  USING (viewer_identity() LIKE 'job:payments.%');
