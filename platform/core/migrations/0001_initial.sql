-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.

--- roles/equal_web.sql ---
-- The web role reads and writes rows; it may not empty tables (triggers don't see TRUNCATE).
GRANT USAGE ON SCHEMA public TO equal_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO equal_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO equal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO equal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO equal_web;

--- functions/clock_ahead.sql ---
-- How far development moved the clock; `set_clock` writes it anew.
CREATE FUNCTION clock_ahead() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE
RETURN interval '0';

--- functions/clock_frozen_at.sql ---
-- The moment at which development stopped the clock, if it did; `set_clock` writes it anew.
CREATE FUNCTION clock_frozen_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN NULL::timestamptz;

--- functions/clock_now.sql ---
-- What time it is: the machine's, unless development moved the clock. Every deadline, rule and view reads
-- `clock_now()`; nothing else asks. It is the time of the statement: now(), the time of the transaction,
-- is older than a lock that was waited for.
--
-- How far the clock is moved stands in the bodies of two functions, which only their owner replaces. The
-- planner puts the three together to what now() would be, evaluated once for an index and with the same
-- estimates; a plan that was kept is made anew when they change. A table would be read for each row.
CREATE FUNCTION clock_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(clock_frozen_at(), statement_timestamp() + clock_ahead());

--- functions/refuse_change.sql ---
-- Rows of a history are added, never changed or taken away. Used by every append-only table.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

--- functions/set_clock.sql ---
-- Moves the clock, or stops it at a moment. Only the owner can, and only where the session says that this
-- is development (core/clock.py says it by the settings); to put it right is always allowed.
CREATE FUNCTION set_clock(ahead interval, frozen_at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (ahead <> interval '0' OR frozen_at IS NOT NULL)
     AND coalesce(current_setting('app.development', true), '') <> 'on' THEN
    RAISE EXCEPTION 'only development moves the clock' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format('CREATE OR REPLACE FUNCTION clock_ahead() RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE'
                 ' RETURN %L::interval', ahead);
  EXECUTE format('CREATE OR REPLACE FUNCTION clock_frozen_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE'
                 ' RETURN %L::timestamptz', frozen_at);
END $$;
REVOKE EXECUTE ON FUNCTION set_clock(interval, timestamptz) FROM PUBLIC;

--- functions/viewer_identity.sql ---
-- Who is looking, as every row policy and view reads it (core/viewer.py sets it).
CREATE FUNCTION viewer_identity() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.viewer', true), '');

--- functions/viewer_is_job.sql ---
-- Whether a job is looking, whichever it is.
CREATE FUNCTION viewer_is_job() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN viewer_identity() LIKE 'job:%';

--- functions/viewer_org.sql ---
-- The claimed organization. Functions that grant sight on it also ask for a live membership.
CREATE FUNCTION viewer_org() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^user:\d+\+org:(\d+)$')::bigint;

--- functions/viewer_user.sql ---
-- The person who is looking.
CREATE FUNCTION viewer_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^user:(\d+)(?:\+org:\d+)?$')::bigint;

--- triggers/core_event__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- access/core_event.sql ---
-- Events are a history: added, never changed.
REVOKE UPDATE, DELETE ON core_event FROM equal_web;
