-- An offer's terms are fixed when it is made; only its state moves on.
CREATE FUNCTION offer_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
    RAISE EXCEPTION 'offer % is fixed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON engagements_offer
  FOR EACH ROW EXECUTE FUNCTION offer_is_frozen();
