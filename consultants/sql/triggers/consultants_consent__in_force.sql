-- What is in force for one pair, from its permissions: refreshed in the writer's transaction. What
-- was given to assigned members only is not in force for the whole organization.
CREATE FUNCTION standing_refresh() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND
     (OLD.organization_id, OLD.consultant_id, OLD.request_id, OLD.assigned_only, OLD.purpose, OLD.purpose_text,
      OLD.recipients, OLD.channel, OLD.valid_from)
     IS DISTINCT FROM
     (NEW.organization_id, NEW.consultant_id, NEW.request_id, NEW.assigned_only, NEW.purpose, NEW.purpose_text,
      NEW.recipients, NEW.channel, NEW.valid_from)) THEN
    RAISE EXCEPTION 'permissions are stopped, not deleted or moved'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.items & ~OLD.items <> 0 OR NEW.uses & ~OLD.uses <> 0
     OR NEW.uses_allowed > OLD.uses_allowed OR NEW.output NOT IN (OLD.output, '')) THEN
    RAISE EXCEPTION 'a permission covers no more than was given' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.stopped_at IS NOT NULL OR OLD.valid_until <= clock_now()) AND
     (OLD.items, OLD.uses, OLD.valid_until) IS DISTINCT FROM (NEW.items, NEW.uses, NEW.valid_until) THEN
    RAISE EXCEPTION 'a permission that ended stays ended' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at THEN
    RAISE EXCEPTION 'a stopped permission stays stopped' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.valid_from > clock_now() + interval '1 minute' THEN  -- two machines' clocks differ
    RAISE EXCEPTION 'a permission begins when it is given' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO consultants_standing (organization_id, consultant_id)
    VALUES (NEW.organization_id, NEW.consultant_id) ON CONFLICT DO NOTHING;
  -- two writers of one pair take turns
  PERFORM FROM consultants_standing
    WHERE organization_id = NEW.organization_id AND consultant_id = NEW.consultant_id FOR UPDATE;
  UPDATE consultants_standing s SET (
    name_until, pronouns_until, introduction_until, expertise_until,
    languages_until, region_until, rate_until, availability_until,
    photo_until, past_work_until, reference_until, statement_until,
    email_until, phone_until, legal_name_until, address_until) =
   (SELECT
      max(u) FILTER (WHERE i & 1 <> 0),
      max(u) FILTER (WHERE i & 2 <> 0),
      max(u) FILTER (WHERE i & 4 <> 0),
      max(u) FILTER (WHERE i & 8 <> 0),
      max(u) FILTER (WHERE i & 16 <> 0),
      max(u) FILTER (WHERE i & 32 <> 0),
      max(u) FILTER (WHERE i & 64 <> 0),
      max(u) FILTER (WHERE i & 128 <> 0),
      max(u) FILTER (WHERE i & 256 <> 0),
      max(u) FILTER (WHERE i & 512 <> 0),
      max(u) FILTER (WHERE i & 1024 <> 0),
      max(u) FILTER (WHERE i & 2048 <> 0),
      max(u) FILTER (WHERE i & 4096 <> 0),
      max(u) FILTER (WHERE i & 8192 <> 0),
      max(u) FILTER (WHERE i & 16384 <> 0),
      max(u) FILTER (WHERE i & 32768 <> 0)
    FROM (SELECT p.items AS i, p.valid_until AS u FROM consultants_consent p
           WHERE p.organization_id = NEW.organization_id AND p.consultant_id = NEW.consultant_id
             AND p.stopped_at IS NULL AND NOT p.assigned_only) live)
   WHERE s.organization_id = NEW.organization_id AND s.consultant_id = NEW.consultant_id;
  RETURN NULL;
END $$;
CREATE TRIGGER in_force AFTER INSERT OR UPDATE OR DELETE ON consultants_consent
  FOR EACH ROW EXECUTE FUNCTION standing_refresh();
REVOKE EXECUTE ON FUNCTION standing_refresh FROM PUBLIC;
