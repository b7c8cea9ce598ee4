-- Once approved, a case stays as it is; times are the database's own.
CREATE FUNCTION case_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.approved_by_id IS NOT NULL
     OR to_jsonb(NEW) - '{approved_by_id,approved_at,ends_at}'::text[]
        <> to_jsonb(OLD) - '{approved_by_id,approved_at,ends_at}'::text[] THEN
    RAISE EXCEPTION 'access case % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.approved_at := clock_now();
  NEW.ends_at := least(NEW.ends_at, clock_now() + interval '60 minutes');
  RETURN NEW;
END $$;
CREATE TRIGGER fixed BEFORE UPDATE OR DELETE ON consultants_accesscase
  FOR EACH ROW EXECUTE FUNCTION case_is_fixed();
REVOKE EXECUTE ON FUNCTION case_is_fixed FROM PUBLIC;
