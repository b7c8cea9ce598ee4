-- Checked means: three kinds of proof and two different administrators. Nothing else makes it so, and
-- what changes afterwards ends it.

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
     WHERE v.verification_id = the_check AND v.state = 'confirmed' AND o.checked_until > now()
       AND c.organization_id NOT IN (SELECT organization_rests_on(v.by_id))
     GROUP BY v.role HAVING v.role = 'sponsor' OR count(*) >= 2) found);

-- Whether somebody is an administrator without an address at the organization.
CREATE FUNCTION may_check(the_user bigint, the_organization bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM accounts_user u, organizations_organization o
   WHERE u.id = the_user AND o.id = the_organization AND u.kind = 'administrator' AND u.is_active
     AND (o.domain = '' OR right('.' || lower(split_part(u.email, '@', 2)), length(o.domain) + 1)
                           <> '.' || lower(o.domain)));

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
  IF it.until > now() + interval '366 days' OR NOT EXISTS (
      SELECT 1 FROM organizations_organization o
       WHERE o.id = it.organization_id AND o.name = it.name AND o.domain = it.domain) THEN
    RAISE EXCEPTION 'check %: not for this long, or not for this name', it.id USING ERRCODE = refused;
  END IF;
  RETURN shown;
END $$;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE OR DELETE ON organizations_verification
  FOR EACH ROW EXECUTE FUNCTION check_moves();

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
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organizations_verificationdecision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
      NOT EXISTS (SELECT 1 FROM organizations_organization o WHERE o.id = NEW.by_id AND o.checked_until > now())
      OR NOT EXISTS (SELECT 1 FROM organizations_membership m
                      WHERE m.organization_id = NEW.by_id AND m.user_id = NEW.answered_by_id)
      OR its_organization IN (SELECT organization_rests_on(NEW.by_id))) THEN
    RAISE EXCEPTION 'its word does not count here' USING ERRCODE = refused;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER may_be BEFORE INSERT OR UPDATE OR DELETE ON organizations_vouch
  FOR EACH ROW EXECUTE FUNCTION vouch_may_be();

-- Ends what is open or in force, because what it says is no longer so.
CREATE FUNCTION end_checks(the_organization bigint, why text, also_undecided boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE organizations_verification c SET state = 'ended', end_reason = why, ended_at = now()
   WHERE c.organization_id = the_organization
     AND (c.state = 'checked' OR (c.state = 'waiting' AND (also_undecided OR EXISTS (
           SELECT 1 FROM organizations_verificationdecision d WHERE d.verification_id = c.id))));
$$;

-- An organization is checked as long as its check says, as the kind it says. Another name or website
-- ends the check in the same moment, whoever changes it.
CREATE FUNCTION organization_keeps_its_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.name, OLD.domain) IS DISTINCT FROM (NEW.name, NEW.domain) THEN
    NEW.checked_until := NULL;
    PERFORM end_checks(NEW.id, CASE WHEN OLD.domain <> NEW.domain THEN 'domain' ELSE 'name' END, true);
  END IF;
  IF NEW.checked_until > now() AND (TG_OP = 'INSERT' OR NEW.kind <> OLD.kind
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

-- A person who becomes an owner was not there when it was checked. An owner who leaves ends nothing.
CREATE FUNCTION new_owner_ends_the_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_checks(NEW.organization_id, 'owner', false);
  UPDATE organizations_organization SET checked_until = NULL
   WHERE id = NEW.organization_id AND checked_until IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER new_owner AFTER INSERT ON organizations_membership
  FOR EACH ROW WHEN (NEW.role = 'owner') EXECUTE FUNCTION new_owner_ends_the_check();
CREATE TRIGGER changed_owner AFTER UPDATE ON organizations_membership
  FOR EACH ROW WHEN (NEW.role = 'owner' AND (OLD.role, OLD.user_id, OLD.organization_id)
                     IS DISTINCT FROM (NEW.role, NEW.user_id, NEW.organization_id))
  EXECUTE FUNCTION new_owner_ends_the_check();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON organizations_paidstage
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE ON organizations_verificationdecision, organizations_paidstage FROM equal_web;
REVOKE DELETE ON organizations_verification, organizations_verificationproof, organizations_vouch FROM equal_web;
REVOKE EXECUTE ON FUNCTION end_checks(bigint, text, boolean), check_moves(), decision_may_be(), proof_may_be(),
  check_is_complete(organizations_verification),
  vouch_may_be(), organization_keeps_its_check(), new_owner_ends_the_check() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION organization_proofs(bigint), organization_rests_on(bigint), may_check(bigint, bigint)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_proofs(bigint), organization_rests_on(bigint), may_check(bigint, bigint)
  TO equal_web;
