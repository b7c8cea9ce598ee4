-- The board's text search: words as they stand, in any language, without an extension.
ALTER TABLE engagements_posting
  ADD words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector('simple', title || ' ' || summary || ' ' || deliverable))) STORED;
CREATE INDEX posting_words ON engagements_posting USING gin (words)
  WHERE state = 'open' AND NOT invite_only;

-- What a consultant keeps beside the board is theirs alone. The clock reads searches to tell of new
-- projects, and writes down that it did.
ALTER TABLE engagements_savedsearch ENABLE ROW LEVEL SECURITY;
ALTER TABLE engagements_bookmark ENABLE ROW LEVEL SECURITY;
ALTER TABLE engagements_usualterms ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON engagements_savedsearch
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY own ON engagements_bookmark
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY own ON engagements_usualterms
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));

CREATE POLICY read_by_clock ON engagements_savedsearch FOR SELECT
  USING (viewer_identity() = 'job:engagements.tell_new_matches');
CREATE POLICY told_by_clock ON engagements_savedsearch FOR UPDATE
  USING (viewer_identity() = 'job:engagements.tell_new_matches');
