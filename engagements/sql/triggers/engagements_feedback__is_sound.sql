-- Feedback is about work of one's own that has ended, and can be changed for 14 days.
CREATE FUNCTION feedback_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.created_at := clock_now();
    IF NOT EXISTS (SELECT 1 FROM engagements_engagement e
                    WHERE e.id = NEW.engagement_id AND e.organization_id = NEW.organization_id
                      AND e.consultant_id = NEW.consultant_id AND e.state IN ('done', 'ended'))
       OR NOT EXISTS (SELECT 1 FROM engagements_contract c
                       WHERE c.engagement_id = NEW.engagement_id AND c.signed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'feedback is about work of one''s own that has ended'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  ELSIF (NEW.engagement_id, NEW.organization_id, NEW.consultant_id, NEW.created_at)
        IS DISTINCT FROM (OLD.engagement_id, OLD.organization_id, OLD.consultant_id, OLD.created_at)
        OR OLD.created_at < clock_now() - interval '14 days' THEN
    RAISE EXCEPTION 'feedback on engagement % is fixed', OLD.engagement_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_sound BEFORE INSERT OR UPDATE ON engagements_feedback
  FOR EACH ROW EXECUTE FUNCTION feedback_is_sound();
REVOKE EXECUTE ON FUNCTION feedback_is_sound FROM PUBLIC;
