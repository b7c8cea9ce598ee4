-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.

--- roles/equal_web.sql ---
-- The web role reads and writes rows; it may not empty tables (triggers don't see TRUNCATE).
GRANT USAGE ON SCHEMA public TO equal_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO equal_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO equal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO equal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO equal_web;

--- functions/refuse_change.sql ---
-- Rows of a history are added, never changed or taken away. Used by every append-only table.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

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
