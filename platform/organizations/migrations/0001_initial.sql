-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.

--- functions/organization_rests_on.sql ---
-- Whose word a check that holds now rests on, and whose word theirs rests on, and so on.
CREATE FUNCTION organization_rests_on(the_organization bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE word(id) AS (
    SELECT the_organization
    UNION
    SELECT v.by_id FROM word
      JOIN organizations_verification c ON c.organization_id = word.id AND c.state = 'checked'
      JOIN organizations_vouch v ON v.verification_id = c.id AND v.state = 'confirmed')
  SELECT id FROM word;
$$;
REVOKE EXECUTE ON FUNCTION organization_rests_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_rests_on TO equal_web;

--- functions/organization_proofs.sql ---
-- Which kinds of proof a check has now; the only place that says so. Two organizations make one proof.
CREATE FUNCTION organization_proofs(the_check bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (
  SELECT coalesce(array_agg(found.kind ORDER BY found.kind), '{}') FROM (
    SELECT 'dns' AS kind FROM organizations_verification c
     WHERE c.id = the_check AND c.dns_state = 'found'
    UNION ALL
    SELECT p.kind FROM organizations_verificationproof p WHERE p.verification_id = the_check
    UNION ALL
    SELECT CASE v.role WHEN 'sponsor' THEN 'sponsor' ELSE 'known' END
      FROM organizations_vouch v JOIN organizations_organization o ON o.id = v.by_id
      JOIN organizations_verification c ON c.id = v.verification_id
     WHERE v.verification_id = the_check AND v.state = 'confirmed' AND o.checked_until > clock_now()
       AND c.organization_id NOT IN (SELECT organization_rests_on(v.by_id))
     GROUP BY v.role HAVING v.role = 'sponsor' OR count(*) >= 2) found);
REVOKE EXECUTE ON FUNCTION organization_proofs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_proofs TO equal_web;

--- functions/check_is_complete.sql ---
-- Refuse a check that was not shown to be real; return its proofs.
CREATE FUNCTION check_is_complete(it organizations_verification) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  shown text[] := organization_proofs(it.id);
BEGIN
  IF cardinality(shown) < 3 THEN
    RAISE EXCEPTION 'check %: fewer than three kinds of proof', it.id USING ERRCODE = refused;
  END IF;
  IF (SELECT count(DISTINCT d.decided_by_id) FILTER (WHERE d.decision = 'real' AND d.kind = it.kind) < 2
             OR count(*) FILTER (WHERE d.decision <> 'real' OR d.kind <> it.kind) > 0
        FROM organizations_verificationdecision d WHERE d.verification_id = it.id) THEN
    RAISE EXCEPTION 'check %: two administrators must agree', it.id USING ERRCODE = refused;
  END IF;
  IF it.until > clock_now() + interval '366 days' OR NOT EXISTS (
      SELECT 1 FROM organizations_organization o
       WHERE o.id = it.organization_id AND o.name = it.name AND o.domain = it.domain) THEN
    RAISE EXCEPTION 'check %: not for this long, or not for this name', it.id USING ERRCODE = refused;
  END IF;
  RETURN shown;
END $$;
REVOKE EXECUTE ON FUNCTION check_is_complete FROM PUBLIC;

--- functions/end_checks.sql ---
-- Ends what is open or in force, because what it says is no longer so.
CREATE FUNCTION end_checks(the_organization bigint, why text, also_undecided boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE organizations_verification c SET state = 'ended', end_reason = why, ended_at = clock_now()
   WHERE c.organization_id = the_organization
     AND (c.state = 'checked' OR (c.state = 'waiting' AND (also_undecided OR EXISTS (
           SELECT 1 FROM organizations_verificationdecision d WHERE d.verification_id = c.id))));
$$;
REVOKE EXECUTE ON FUNCTION end_checks FROM PUBLIC;

--- functions/is_said.sql ---
-- Whether a self-assessment is finished, and so stands for others to read.
CREATE FUNCTION is_said(the_self_assessment bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (SELECT 1 FROM organizations_selfassessment c WHERE c.id = the_self_assessment AND c.state = 'finished');
REVOKE EXECUTE ON FUNCTION is_said FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_said TO equal_web;

--- functions/may_check.sql ---
-- Whether somebody is an administrator without an address at the organization.
CREATE FUNCTION may_check(the_user bigint, the_organization bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM accounts_user u, organizations_organization o
   WHERE u.id = the_user AND o.id = the_organization AND u.kind = 'administrator' AND u.is_active
     AND (o.domain = '' OR right('.' || lower(split_part(u.email, '@', 2)), length(o.domain) + 1)
                           <> '.' || lower(o.domain)));
REVOKE EXECUTE ON FUNCTION may_check FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_check TO equal_web;

--- functions/new_owner_ends_the_check.sql ---
-- A person who becomes an owner was not there when it was checked. An owner who leaves ends nothing.
CREATE FUNCTION new_owner_ends_the_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_checks(NEW.organization_id, 'owner', false);
  UPDATE organizations_organization SET checked_until = NULL
   WHERE id = NEW.organization_id AND checked_until IS NOT NULL;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION new_owner_ends_the_check FROM PUBLIC;

--- functions/self_assessment_part_stays.sql ---
-- Answers and evidence belong to an open one; an answer answers a question of its version.
CREATE FUNCTION self_assessment_part_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  IF NOT EXISTS (SELECT 1 FROM organizations_selfassessment c
                  WHERE c.id = (part ->> 'self_assessment_id')::bigint AND c.state = 'open') THEN
    RAISE EXCEPTION 'this self-check is finished' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF part ? 'question_id' AND NOT EXISTS (
      SELECT 1 FROM organizations_selfassessment c
        JOIN organizations_question q ON q.question_set_id = c.question_set_id
       WHERE c.id = (part ->> 'self_assessment_id')::bigint AND q.id = (part ->> 'question_id')::bigint) THEN
    RAISE EXCEPTION 'the question is of another version' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

--- functions/viewer_is_desk_for.sql ---
-- Whether the desk looks: administrators with an address at the organization count as the organization.
CREATE FUNCTION viewer_is_desk_for(the_organization bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN may_check(viewer_user(), the_organization);
REVOKE EXECUTE ON FUNCTION viewer_is_desk_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_is_desk_for TO equal_web;

--- functions/viewer_team.sql ---
-- The organization the viewer acts for, if they are a member at this moment.
CREATE FUNCTION viewer_team() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN (SELECT m.organization_id FROM organizations_membership m
         WHERE m.user_id = viewer_user() AND m.organization_id = viewer_org());
REVOKE EXECUTE ON FUNCTION viewer_team FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_team TO equal_web;

--- functions/viewer_self_assessments.sql ---
-- The self-assessments of the viewer's team.
CREATE FUNCTION viewer_self_assessments() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id FROM organizations_selfassessment c WHERE c.organization_id = viewer_team();
$$;
REVOKE EXECUTE ON FUNCTION viewer_self_assessments FROM PUBLIC;
GRANT EXECUTE ON FUNCTION viewer_self_assessments TO equal_web;

--- triggers/organizations_concern__stays.sql ---
-- What was said stays as it was said; only its state and the answer change.
CREATE FUNCTION concern_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.organization_id, OLD.reporter_id, OLD.code, OLD.about, OLD.wanted, OLD.happened, OLD.sent_at)
     IS DISTINCT FROM
     (NEW.organization_id, NEW.reporter_id, NEW.code, NEW.about, NEW.wanted, NEW.happened, NEW.sent_at) THEN
    RAISE EXCEPTION 'what was said stays' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON organizations_concern
  FOR EACH ROW EXECUTE FUNCTION concern_stays();

--- triggers/organizations_evidence__stays.sql ---
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_evidence
  FOR EACH ROW EXECUTE FUNCTION self_assessment_part_stays();

--- triggers/organizations_membership__changed_owner.sql ---
CREATE TRIGGER changed_owner AFTER UPDATE ON organizations_membership
  FOR EACH ROW WHEN (NEW.role = 'owner' AND (OLD.role, OLD.user_id, OLD.organization_id)
                     IS DISTINCT FROM (NEW.role, NEW.user_id, NEW.organization_id))
  EXECUTE FUNCTION new_owner_ends_the_check();

--- triggers/organizations_membership__keeps_an_owner.sql ---
-- Asked at the end of the transaction, so that a team may hand over in any order. The organization's row
-- is locked: of two owners who remove each other at once, the second sees what the first did.
-- An account that is erased may always go.
CREATE FUNCTION team_keeps_an_owner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.role <> 'owner' OR NOT EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = OLD.user_id) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM organizations_organization o WHERE o.id = OLD.organization_id FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (SELECT 1 FROM organizations_membership m
                            WHERE m.organization_id = OLD.organization_id AND m.role = 'owner') THEN
    RAISE EXCEPTION 'organization % needs an owner', OLD.organization_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keeps_an_owner AFTER UPDATE OR DELETE ON organizations_membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION team_keeps_an_owner();

--- triggers/organizations_membership__new_owner.sql ---
CREATE TRIGGER new_owner AFTER INSERT ON organizations_membership
  FOR EACH ROW WHEN (NEW.role = 'owner') EXECUTE FUNCTION new_owner_ends_the_check();

--- triggers/organizations_organization__keeps_its_check.sql ---
-- An organization is checked as long as its check says, as the kind it says. Another name or website
-- ends the check in the same moment, whoever changes it.
CREATE FUNCTION organization_keeps_its_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.name, OLD.domain) IS DISTINCT FROM (NEW.name, NEW.domain) THEN
    NEW.checked_until := NULL;
    PERFORM end_checks(NEW.id, CASE WHEN OLD.domain <> NEW.domain THEN 'domain' ELSE 'name' END, true);
  END IF;
  IF NEW.checked_until > clock_now() AND (TG_OP = 'INSERT' OR NEW.kind <> OLD.kind
       OR NEW.checked_until > coalesce(OLD.checked_until, '-infinity'))
     AND NOT EXISTS (SELECT 1 FROM organizations_verification c
                      WHERE c.organization_id = NEW.id AND c.state = 'checked'
                        AND c.until >= NEW.checked_until AND c.kind = NEW.kind) THEN
    RAISE EXCEPTION 'organization %: no check says so', NEW.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_its_check BEFORE INSERT OR UPDATE OF name, domain, kind, checked_until
  ON organizations_organization FOR EACH ROW EXECUTE FUNCTION organization_keeps_its_check();
REVOKE EXECUTE ON FUNCTION organization_keeps_its_check FROM PUBLIC;

--- triggers/organizations_paidstage__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organizations_paidstage
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/organizations_plannedaction__stays.sql ---
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

--- triggers/organizations_question__published_stay.sql ---
-- Published questions stay as they were answered.
CREATE FUNCTION published_questions_stay() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  its_set bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.question_set_id ELSE OLD.question_set_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM organizations_questionset s
              WHERE s.id = its_set AND s.published_at IS NOT NULL)
     OR (TG_OP = 'UPDATE' AND NEW.question_set_id <> OLD.question_set_id) THEN
    RAISE EXCEPTION 'published questions stay as they are' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_stay BEFORE INSERT OR UPDATE OR DELETE ON organizations_question
  FOR EACH ROW EXECUTE FUNCTION published_questions_stay();

--- triggers/organizations_questionset__published_stay.sql ---
-- Published questions stay as they were answered, and published.
CREATE FUNCTION published_set_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'published questions stay as they are' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_stay BEFORE UPDATE OR DELETE ON organizations_questionset
  FOR EACH ROW EXECUTE FUNCTION published_set_stays();

--- triggers/organizations_selfassessment__stays.sql ---
-- Begun with published questions only; finished, it keeps its words.
CREATE FUNCTION self_assessment_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM organizations_questionset s
      WHERE s.id = NEW.question_set_id AND s.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'only published questions are asked' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (NEW.question_set_id <> OLD.question_set_id OR OLD.state = 'finished'
      AND to_jsonb(NEW) - 'reminded_at' <> to_jsonb(OLD) - 'reminded_at') THEN
    RAISE EXCEPTION 'self-check % is finished', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE ON organizations_selfassessment
  FOR EACH ROW EXECUTE FUNCTION self_assessment_stays();

--- triggers/organizations_selfassessmentanswer__stays.sql ---
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OR DELETE ON organizations_selfassessmentanswer
  FOR EACH ROW EXECUTE FUNCTION self_assessment_part_stays();

--- triggers/organizations_verification__moves.sql ---
-- Checked means: three kinds of proof and two different administrators. Nothing else makes it so, and
-- what changes afterwards ends it.
CREATE FUNCTION check_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  its_state text;
  told text[] := ARRAY['told_at'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'checks are kept' USING ERRCODE = refused;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.dns_state <> 'not_looked' OR NEW.proofs <> '{}' THEN
      RAISE EXCEPTION 'a check begins with nothing shown' USING ERRCODE = refused;
    END IF;
    RETURN NEW;
  END IF;
  its_state := OLD.state;
  IF (OLD.organization_id, OLD.code, OLD.name, OLD.domain, OLD.token, OLD.asked_at)
     IS DISTINCT FROM (NEW.organization_id, NEW.code, NEW.name, NEW.domain, NEW.token, NEW.asked_at) THEN
    RAISE EXCEPTION 'what is checked does not change within a check' USING ERRCODE = refused;
  END IF;
  IF its_state = 'checked' THEN
    told := told || ARRAY['reminded_at'];
    IF NEW.state = 'ended' THEN
      told := told || ARRAY['state', 'ended_at', 'end_reason', 'reason'];
    END IF;
  END IF;
  IF its_state <> 'waiting' AND to_jsonb(OLD) - told <> to_jsonb(NEW) - told THEN
    RAISE EXCEPTION 'a check that was decided or ended stays as it is' USING ERRCODE = refused;
  END IF;
  IF NEW.dns_state = 'found' AND OLD.dns_state <> 'found' AND NOT viewer_is_job() THEN
    RAISE EXCEPTION 'only the job that looked says what it found' USING ERRCODE = refused;
  END IF;
  IF its_state = 'waiting' THEN
    NEW.proofs := '{}';
    IF NEW.state = 'checked' THEN
      NEW.proofs := check_is_complete(NEW);
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE OR DELETE ON organizations_verification
  FOR EACH ROW EXECUTE FUNCTION check_moves();
REVOKE EXECUTE ON FUNCTION check_moves FROM PUBLIC;

--- triggers/organizations_verificationdecision__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organizations_verificationdecision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/organizations_verificationdecision__may_be.sql ---
-- A decision is an administrator's own, about an open check with three kinds of proof, and stays.
CREATE FUNCTION decision_may_be() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  it organizations_verification;
BEGIN
  SELECT * INTO it FROM organizations_verification c WHERE c.id = NEW.verification_id;
  IF it.state <> 'waiting' OR NOT may_check(NEW.decided_by_id, it.organization_id)
     OR (NEW.decision = 'real' AND cardinality(organization_proofs(it.id)) < 3) THEN
    RAISE EXCEPTION 'check %: this can not be decided so', it.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT ON organizations_verificationdecision
  FOR EACH ROW EXECUTE FUNCTION decision_may_be();
REVOKE EXECUTE ON FUNCTION decision_may_be FROM PUBLIC;

--- triggers/organizations_verificationproof__may_be.sql ---
-- Proofs are an administrator's, may be put right until somebody has decided, and then stay.
CREATE FUNCTION proof_may_be() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  it organizations_verification;
BEGIN
  SELECT * INTO it FROM organizations_verification c
   WHERE c.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.verification_id ELSE OLD.verification_id END;
  IF TG_OP = 'DELETE' OR it.state <> 'waiting' OR NEW.verification_id <> it.id
     OR NOT may_check(NEW.noted_by_id, it.organization_id)
     OR (TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM organizations_verificationdecision d
                                       WHERE d.verification_id = it.id)) THEN
    RAISE EXCEPTION 'check %: this proof can not be noted or changed', it.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT OR UPDATE OR DELETE ON organizations_verificationproof
  FOR EACH ROW EXECUTE FUNCTION proof_may_be();
REVOKE EXECUTE ON FUNCTION proof_may_be FROM PUBLIC;

--- triggers/organizations_vouch__may_be.sql ---
-- Only a checked organization vouches, never for itself, and never for one its own check rests on.
CREATE FUNCTION vouch_may_be() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  refused CONSTANT text := 'integrity_constraint_violation';
  its_organization bigint;
  its_state text;
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.state <> 'asked' OR
      (OLD.verification_id, OLD.by_id, OLD.role, OLD.code) IS DISTINCT FROM
      (NEW.verification_id, NEW.by_id, NEW.role, NEW.code))) THEN
    RAISE EXCEPTION 'an answered question stays as it is' USING ERRCODE = refused;
  END IF;
  IF TG_OP = 'INSERT' AND NEW.state <> 'asked' THEN
    RAISE EXCEPTION 'the other organization answers' USING ERRCODE = refused;
  END IF;
  SELECT c.organization_id, c.state INTO its_organization, its_state
    FROM organizations_verification c WHERE c.id = NEW.verification_id;
  IF NEW.by_id = its_organization OR its_state <> 'waiting' THEN
    RAISE EXCEPTION 'not for itself, and not after the decision' USING ERRCODE = refused;
  END IF;
  IF NEW.state = 'confirmed' AND (
      NOT EXISTS (SELECT 1 FROM organizations_organization o WHERE o.id = NEW.by_id AND o.checked_until > clock_now())
      OR NOT EXISTS (SELECT 1 FROM organizations_membership m
                      WHERE m.organization_id = NEW.by_id AND m.user_id = NEW.answered_by_id)
      OR its_organization IN (SELECT organization_rests_on(NEW.by_id))) THEN
    RAISE EXCEPTION 'its word does not count here' USING ERRCODE = refused;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT OR UPDATE OR DELETE ON organizations_vouch
  FOR EACH ROW EXECUTE FUNCTION vouch_may_be();
REVOKE EXECUTE ON FUNCTION vouch_may_be FROM PUBLIC;

--- access/organizations_concern.sql ---
-- A concern is read by who reported it and by the desk, never by the organization; administrators with
-- an address there count as the organization.
ALTER TABLE organizations_concern ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_concern
  USING (reporter_id = (SELECT viewer_user())) WITH CHECK (reporter_id = (SELECT viewer_user()));
CREATE POLICY desk ON organizations_concern FOR SELECT USING (viewer_is_desk_for(organization_id));
CREATE POLICY desk_answers ON organizations_concern FOR UPDATE USING (viewer_is_desk_for(organization_id));
REVOKE DELETE ON organizations_concern FROM equal_web;

--- access/organizations_evidence.sql ---
-- Evidence is for the team alone.
ALTER TABLE organizations_evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_evidence USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));

--- access/organizations_formermember.sql ---
-- Who left is for the team alone.
ALTER TABLE organizations_formermember ENABLE ROW LEVEL SECURITY;
-- who leaves writes the row while they are still a member
CREATE POLICY own ON organizations_formermember
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
REVOKE UPDATE, DELETE ON organizations_formermember FROM equal_web;

--- access/organizations_paidstage.sql ---
-- How long a stage took to be paid stays as it was written down.
REVOKE UPDATE, DELETE ON organizations_paidstage FROM equal_web;

--- access/organizations_plannedaction.sql ---
-- Actions are for the team; those of a finished self-assessment are read by others too.
ALTER TABLE organizations_plannedaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_plannedaction USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
CREATE POLICY said ON organizations_plannedaction FOR SELECT USING (is_said(self_assessment_id));

--- access/organizations_selfassessment.sql ---
-- An open self-assessment is for the team alone; a finished one is read by others too.
ALTER TABLE organizations_selfassessment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_selfassessment
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
CREATE POLICY said ON organizations_selfassessment FOR SELECT USING (state = 'finished');
CREATE POLICY reminder ON organizations_selfassessment FOR UPDATE
  USING (viewer_identity() = 'job:organizations.remind_of_self_assessments' AND state = 'finished');
REVOKE DELETE ON organizations_selfassessment FROM equal_web;

--- access/organizations_selfassessmentanswer.sql ---
-- Answers are for the team alone.
ALTER TABLE organizations_selfassessmentanswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_selfassessmentanswer USING (self_assessment_id IN (SELECT viewer_self_assessments()))
  WITH CHECK (self_assessment_id IN (SELECT viewer_self_assessments()));
REVOKE DELETE ON organizations_selfassessmentanswer FROM equal_web;

--- access/organizations_teaminvitation.sql ---
-- Who is asked in is for the team alone.
ALTER TABLE organizations_teaminvitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations_teaminvitation
  USING (organization_id = (SELECT viewer_team())) WITH CHECK (organization_id = (SELECT viewer_team()));
-- whoever holds the link that went to the address (organizations/team/links.py)
CREATE POLICY link ON organizations_teaminvitation
  USING (viewer_identity() = 'link:' || code) WITH CHECK (viewer_identity() = 'link:' || code);
CREATE POLICY mail ON organizations_teaminvitation FOR SELECT
  USING (viewer_identity() = 'job:organizations.mail_invitation' AND state = 'sent');
REVOKE DELETE ON organizations_teaminvitation FROM equal_web;

--- access/organizations_verification.sql ---
-- Checks are kept, whatever came of them.
REVOKE DELETE ON organizations_verification FROM equal_web;

--- access/organizations_verificationdecision.sql ---
-- A decision stays as it was made.
REVOKE UPDATE, DELETE ON organizations_verificationdecision FROM equal_web;

--- access/organizations_verificationproof.sql ---
-- Proofs are kept with the check.
REVOKE DELETE ON organizations_verificationproof FROM equal_web;

--- access/organizations_vouch.sql ---
-- An organization's word is kept with the check.
REVOKE DELETE ON organizations_vouch FROM equal_web;
