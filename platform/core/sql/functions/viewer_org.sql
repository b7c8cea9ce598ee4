-- The claimed organization. Functions that grant sight on it also ask for a live membership.
CREATE FUNCTION viewer_org() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(viewer_identity() FROM '^user:\d+\+org:(\d+)$')::bigint;
