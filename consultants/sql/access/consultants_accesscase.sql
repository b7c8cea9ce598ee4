-- The desk's narrow sight. Administrators see no private item; through a case that another of them
-- approved they see the items that it names, for an hour at most, and the consultant reads of it.
ALTER TABLE consultants_accesscase ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk ON consultants_accesscase FOR SELECT USING ((SELECT viewer_is_administrator()));
CREATE POLICY ask ON consultants_accesscase FOR INSERT
  WITH CHECK ((SELECT viewer_is_administrator()) AND asked_by_id = viewer_user() AND approved_by_id IS NULL);
CREATE POLICY approve ON consultants_accesscase FOR UPDATE
  USING ((SELECT viewer_is_administrator()) AND asked_by_id <> viewer_user() AND approved_by_id IS NULL)
  WITH CHECK (approved_by_id = viewer_user());
CREATE POLICY own ON consultants_accesscase FOR SELECT
  USING (consultant_id = (SELECT viewer_consultant()) AND approved_at IS NOT NULL);
REVOKE UPDATE, DELETE ON consultants_accesscase FROM equal_web;
GRANT UPDATE (approved_by_id, approved_at, ends_at) ON consultants_accesscase TO equal_web;
