-- Whether a person can be found at all: they have a working name, are not paused, and their account is
-- open. Kept by triggers in the writer's transaction, so that search need not ask three tables.
ALTER TABLE consultants_profile ADD listed boolean NOT NULL DEFAULT false;

-- What search reads: words of the long texts, and the values that anyone may see (pub_) or that every
-- checked organization may see (chk_), computed by the rule itself. Permissions and ties only add to
-- these, so they can be stored; the blocks are asked by search.
ALTER TABLE consultants_profile
  ADD introduction_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', introduction))) STORED,
  ADD past_work_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', past_work))) STORED,
  ADD statement_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', statement))) STORED;

DO $make$
DECLARE
  level record;
BEGIN
  FOR level IN VALUES ('pub', 5), ('chk', 4) LOOP
    EXECUTE format($columns$
      ALTER TABLE consultants_profile
        ADD %1$s_expertise smallint[] GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, expertise_audience, %2$s) THEN expertise END) STORED,
        ADD %1$s_languages smallint[] GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, languages_audience, %2$s) THEN languages END) STORED,
        ADD %1$s_region smallint GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, region_audience, %2$s) THEN region END) STORED,
        ADD %1$s_rate int GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, rate_audience, %2$s) THEN rate END) STORED,
        ADD %1$s_availability smallint GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, availability_audience, %2$s) THEN availability END) STORED,
        ADD %1$s_words tsvector GENERATED ALWAYS AS (
          CASE WHEN is_open(listed, name_audience, name_audience, %2$s) THEN strip(to_tsvector('simple',
            CASE WHEN is_open(listed, name_audience, introduction_audience, %2$s) THEN introduction ELSE '' END || ' ' ||
            CASE WHEN is_open(listed, name_audience, past_work_audience, %2$s) THEN past_work ELSE '' END || ' ' ||
            CASE WHEN is_open(listed, name_audience, statement_audience, %2$s) THEN statement ELSE '' END)) END) STORED;
      ALTER TABLE consultants_profile ALTER %1$s_words SET STORAGE MAIN;

      CREATE INDEX profile_%1$s_order ON consultants_profile (order_key) INCLUDE (consultant_id)
        WHERE listed AND name_audience >= %2$s;
      CREATE INDEX profile_%1$s_rate ON consultants_profile (%1$s_rate, order_key) WHERE %1$s_rate IS NOT NULL;
      CREATE INDEX profile_%1$s_region ON consultants_profile (%1$s_region, order_key) WHERE %1$s_region IS NOT NULL;
      CREATE INDEX profile_%1$s_expertise ON consultants_profile USING gin (%1$s_expertise) WITH (fastupdate = off)
        WHERE %1$s_expertise IS NOT NULL;
      CREATE INDEX profile_%1$s_languages ON consultants_profile USING gin (%1$s_languages) WITH (fastupdate = off)
        WHERE %1$s_languages IS NOT NULL;
      CREATE INDEX profile_%1$s_words ON consultants_profile USING gin (%1$s_words) WHERE %1$s_words IS NOT NULL;
    $columns$, level.column1, level.column2);
  END LOOP;
END $make$;

-- long texts are read by few pages and stay out of the row; words are short enough to stay in it
ALTER TABLE consultants_profile
  ALTER introduction SET STORAGE EXTERNAL, ALTER past_work SET STORAGE EXTERNAL,
  ALTER statement SET STORAGE EXTERNAL, ALTER introduction_words SET STORAGE MAIN,
  ALTER past_work_words SET STORAGE MAIN, ALTER statement_words SET STORAGE MAIN;

-- What some organization may see. A value that only its owner sees is in no index.
CREATE INDEX profile_order ON consultants_profile (order_key) WHERE listed AND name_audience >= 1;
CREATE INDEX profile_rate ON consultants_profile (rate, order_key) WHERE rate_audience >= 1;
CREATE INDEX profile_region ON consultants_profile (region, order_key) WHERE region_audience >= 1;
CREATE INDEX profile_expertise ON consultants_profile USING gin (expertise) WITH (fastupdate = off)
  WHERE expertise_audience >= 1;
CREATE INDEX profile_languages ON consultants_profile USING gin (languages) WITH (fastupdate = off)
  WHERE languages_audience >= 1;
CREATE INDEX profile_introduction ON consultants_profile USING gin (introduction_words) WHERE introduction_audience >= 1;
CREATE INDEX profile_past_work ON consultants_profile USING gin (past_work_words) WHERE past_work_audience >= 1;
CREATE INDEX profile_statement ON consultants_profile USING gin (statement_words) WHERE statement_audience >= 1;
