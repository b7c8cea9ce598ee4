-- What is asked. A null asks nothing; `words` are whole words, each a parameter.
CREATE TYPE search_question AS (
  expertise smallint, language smallint, region smallint, rate int, availability smallint,
  words text[], by_rate boolean);
