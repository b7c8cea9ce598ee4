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
