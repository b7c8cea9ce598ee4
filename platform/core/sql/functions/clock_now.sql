-- What time it is: the machine's, unless development moved the clock. Every deadline, rule and view reads
-- `clock_now()`; nothing else asks. It is the time of the statement: now(), the time of the transaction,
-- is older than a lock that was waited for.
--
-- How far the clock is moved stands in the bodies of two functions, which only their owner replaces. The
-- planner puts the three together to what now() would be, evaluated once for an index and with the same
-- estimates; a plan that was kept is made anew when they change. A table would be read for each row.
CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(clock_frozen_at(), statement_timestamp() + clock_ahead());
