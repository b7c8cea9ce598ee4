-- Whether everybody fits.
CREATE FUNCTION asks_nothing(asked search_question) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN num_nonnulls(asked.expertise, asked.language, asked.region, asked.rate, asked.availability) = 0
  AND coalesce(cardinality(asked.words), 0) = 0 AND NOT asked.by_rate;
REVOKE EXECUTE ON FUNCTION asks_nothing FROM PUBLIC;
