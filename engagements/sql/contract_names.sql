-- The names in the document are fixed with it.

CREATE OR REPLACE FUNCTION contract_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.document, NEW.sha256, NEW.offer_id, NEW.engagement_id, NEW.language, NEW.code, NEW.drafted_at,
      NEW.consultant_name, NEW.organization_name)
     IS DISTINCT FROM
     (OLD.document, OLD.sha256, OLD.offer_id, OLD.engagement_id, OLD.language, OLD.code, OLD.drafted_at,
      OLD.consultant_name, OLD.organization_name) THEN
    RAISE EXCEPTION 'contract % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
