-- What a consultant keeps beside the board is theirs alone.
ALTER TABLE engagements_bookmark ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_bookmark
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
