-- The board's text search: words as they stand, in any language, without an extension.
ALTER TABLE engagements_posting
  ADD words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector('simple', title || ' ' || summary || ' ' || deliverable))) STORED;
CREATE INDEX posting_words ON engagements_posting USING gin (words)
  WHERE state = 'open' AND NOT invite_only;

-- The board: open projects of organizations whose check holds, less those for invited people only.
-- What stands here is what `engagements/board/search.py` asks of and shows.
CREATE VIEW engagements_board AS
SELECT p.id, p.code, p.opened_at, p.title, p.kind_of_work, p.place, p.region, p.language, p.currency,
       p.fee_amount, p.comparison_amount, p.hours, p.pay_days, p.cancel_full_hours,
       p.cancel_half_days, p.starts_on, p.due_on, p.personal_experience, p.in_the_room, p.ways_to_join,
       p.mandated_reporting, p.recording_uses, p.words, o.name AS organization_name
  FROM engagements_posting p JOIN organizations_organization o ON o.id = p.organization_id
 WHERE p.state = 'open' AND NOT p.invite_only AND o.checked_until > statement_timestamp();
GRANT SELECT ON engagements_board TO equal_web;

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
