-- Whether a job is looking, whichever it is.
CREATE FUNCTION viewer_is_job() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN viewer_identity() LIKE 'job:%';
