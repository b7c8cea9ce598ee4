-- The moment at which development stopped the clock, if it did; `set_clock` writes it anew.
CREATE FUNCTION clock_frozen_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN NULL::timestamptz;
