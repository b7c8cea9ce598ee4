-- Who is looking, as every row policy and view reads it (core/viewer.py sets it).
CREATE FUNCTION viewer_identity() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('app.viewer', true), '');
