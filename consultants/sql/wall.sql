-- The second wall: each row answers to its owner; an organization reads the permissions it was given.

-- Whose profile the acting viewer owns; read once a statement, so indexes stay in use.
CREATE FUNCTION viewer_consultant() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT c.id FROM consultants_consultant c WHERE c.user_id = viewer_user());

ALTER TABLE consultants_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE consultants_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consultants_standing ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON consultants_profile
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY own ON consultants_consent
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
-- an organization whose check lapsed still reads what was stopped: it has to delete what it kept
CREATE POLICY received ON consultants_consent FOR SELECT
  USING (organization_id = (SELECT org FROM acting_viewer())
         OR (stopped_at IS NOT NULL AND organization_id = (SELECT home FROM acting_viewer())));
-- the job that reminds of an end reads what ends within a week, and notes that it did
CREATE POLICY reminder ON consultants_consent
  USING (viewer_identity() = 'job:consultants.remind_of_ends' AND stopped_at IS NULL
         AND valid_until BETWEEN now() AND now() + interval '7 days');
CREATE POLICY own ON consultants_standing FOR SELECT USING (consultant_id = (SELECT viewer_consultant()));

REVOKE INSERT, DELETE ON consultants_profile FROM equal_web;  -- opened by the function below
REVOKE DELETE ON consultants_consent, consultants_consultant FROM equal_web;
REVOKE INSERT, UPDATE, DELETE ON consultants_standing FROM equal_web;

-- A profile is opened for an account that is just being made, before that person is the viewer.
CREATE FUNCTION open_profile(the_consultant bigint, the_order_key bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO consultants_profile (consultant_id, order_key, name, pronouns, introduction, expertise,
    languages, photo, past_work, reference, statement, email, phone, legal_name, address)
  VALUES (the_consultant, the_order_key, '', '', '', '{}', '{}', '', '', '', '', '', '', '', '');
$$;
REVOKE EXECUTE ON FUNCTION viewer_consultant(), open_profile(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_consultant(), open_profile(bigint, bigint) TO equal_web;
