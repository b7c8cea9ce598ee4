-- An action of a finished one keeps its words; only whether it is done moves on.
CREATE FUNCTION planned_action_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  its_check bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.self_assessment_id ELSE OLD.self_assessment_id END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'done_on' = to_jsonb(OLD) - 'done_on' THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_selfassessment c WHERE c.id = its_check AND c.state = 'open') THEN
    RAISE EXCEPTION 'this self-check is finished' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_plannedaction
  FOR EACH ROW EXECUTE FUNCTION planned_action_stays();
