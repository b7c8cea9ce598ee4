-- What search reads: words of the long texts, and the values that anyone may see, computed by the
-- rule itself. No exceptions exist at that level, so they can be stored. A value that only its owner
-- sees is in no index.
ALTER TABLE consultants_profile
  ADD introduction_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', introduction))) STORED,
  ADD past_work_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', past_work))) STORED,
  ADD statement_words tsvector GENERATED ALWAYS AS (strip(to_tsvector('simple', statement))) STORED,
  ADD pub_expertise smallint[] GENERATED ALWAYS AS (
    CASE WHEN may_see(name_audience, 5, NULL, false) AND may_see(expertise_audience, 5, NULL, false)
         THEN expertise END) STORED,
  ADD pub_languages smallint[] GENERATED ALWAYS AS (
    CASE WHEN may_see(name_audience, 5, NULL, false) AND may_see(languages_audience, 5, NULL, false)
         THEN languages END) STORED,
  ADD pub_region smallint GENERATED ALWAYS AS (
    CASE WHEN may_see(name_audience, 5, NULL, false) AND may_see(region_audience, 5, NULL, false)
         THEN region END) STORED,
  ADD pub_rate int GENERATED ALWAYS AS (
    CASE WHEN may_see(name_audience, 5, NULL, false) AND may_see(rate_audience, 5, NULL, false)
         THEN rate END) STORED,
  ADD pub_availability smallint GENERATED ALWAYS AS (
    CASE WHEN may_see(name_audience, 5, NULL, false) AND may_see(availability_audience, 5, NULL, false)
         THEN availability END) STORED,
  ADD pub_words tsvector GENERATED ALWAYS AS (
    CASE WHEN may_see(name_audience, 5, NULL, false) THEN strip(to_tsvector('simple',
      CASE WHEN may_see(introduction_audience, 5, NULL, false) THEN introduction ELSE '' END || ' ' ||
      CASE WHEN may_see(past_work_audience, 5, NULL, false) THEN past_work ELSE '' END || ' ' ||
      CASE WHEN may_see(statement_audience, 5, NULL, false) THEN statement ELSE '' END)) END) STORED;

-- long texts are read by few pages and stay out of the row; words are short enough to stay in it
ALTER TABLE consultants_profile
  ALTER introduction SET STORAGE EXTERNAL, ALTER past_work SET STORAGE EXTERNAL,
  ALTER statement SET STORAGE EXTERNAL, ALTER introduction_words SET STORAGE MAIN,
  ALTER past_work_words SET STORAGE MAIN, ALTER statement_words SET STORAGE MAIN,
  ALTER pub_words SET STORAGE MAIN;

CREATE INDEX profile_order ON consultants_profile (order_key) WHERE name_audience >= 1;
CREATE INDEX profile_rate ON consultants_profile (rate, order_key) WHERE rate_audience >= 1;
CREATE INDEX profile_region ON consultants_profile (region, order_key) WHERE region_audience >= 1;
CREATE INDEX profile_availability ON consultants_profile (availability, order_key) WHERE availability_audience >= 1;
CREATE INDEX profile_expertise ON consultants_profile USING gin (expertise) WITH (fastupdate = off)
  WHERE expertise_audience >= 1;
CREATE INDEX profile_languages ON consultants_profile USING gin (languages) WITH (fastupdate = off)
  WHERE languages_audience >= 1;
CREATE INDEX profile_introduction ON consultants_profile USING gin (introduction_words) WHERE introduction_audience >= 1;
CREATE INDEX profile_past_work ON consultants_profile USING gin (past_work_words) WHERE past_work_audience >= 1;
CREATE INDEX profile_statement ON consultants_profile USING gin (statement_words) WHERE statement_audience >= 1;
CREATE INDEX profile_pub_order ON consultants_profile (order_key) WHERE name_audience >= 5;
CREATE INDEX profile_pub_rate ON consultants_profile (pub_rate, order_key) WHERE pub_rate IS NOT NULL;
CREATE INDEX profile_pub_region ON consultants_profile (pub_region, order_key) WHERE pub_region IS NOT NULL;
CREATE INDEX profile_pub_expertise ON consultants_profile USING gin (pub_expertise) WITH (fastupdate = off)
  WHERE pub_expertise IS NOT NULL;
CREATE INDEX profile_pub_languages ON consultants_profile USING gin (pub_languages) WITH (fastupdate = off)
  WHERE pub_languages IS NOT NULL;
CREATE INDEX profile_pub_words ON consultants_profile USING gin (pub_words) WHERE pub_words IS NOT NULL;
