-- Who is looking, as every row policy and view reads it (core/viewer.py sets it).

CREATE FUNCTION viewer_identity() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.viewer', true), '');

CREATE FUNCTION viewer_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^user:(\d+)(?:\+org:\d+)?$')::bigint;

-- The claimed organization. Functions that grant sight on it also ask for a live membership.
CREATE FUNCTION viewer_org() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^user:\d+\+org:(\d+)$')::bigint;

CREATE FUNCTION viewer_is_job() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN viewer_identity() LIKE 'job:%';

-- The web role reads and writes rows; it may not empty tables (triggers don't see TRUNCATE).
GRANT USAGE ON SCHEMA public TO equal_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO equal_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO equal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO equal_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO equal_web;
