-- The access case through which somebody is looking.
CREATE FUNCTION viewer_case() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^case:(\d+)$')::bigint;
