-- The board's text search: words as they stand, in any language, without an extension.
ALTER TABLE engagements_posting
  ADD words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector('simple', title || ' ' || summary || ' ' || deliverable))) STORED;
CREATE INDEX posting_words ON engagements_posting USING gin (words)
  WHERE state = 'open' AND NOT invite_only;
