-- The person who is looking.
CREATE FUNCTION viewer_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^user:(\d+)(?:\+org:\d+)?$')::bigint;
