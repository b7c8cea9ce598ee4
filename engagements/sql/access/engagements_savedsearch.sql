-- What a consultant keeps beside the board is theirs alone. The clock's job reads searches to tell of new
-- projects, and writes down that it did.
ALTER TABLE engagements_savedsearch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_savedsearch
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY read_by_clock ON engagements_savedsearch FOR SELECT
  USING (viewer_identity() = 'job:engagements.tell_new_matches');
CREATE POLICY told_by_clock ON engagements_savedsearch FOR UPDATE
  USING (viewer_identity() = 'job:engagements.tell_new_matches');
