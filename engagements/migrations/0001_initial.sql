-- Frozen: what this migration runs, and nothing else reads. What holds now stands in sql/.

--- functions/feedback_in_public.sql ---
-- What consultants say about an organization, for everybody: nothing below five people. Each person
-- counts once, with their latest answers; only answers that can't change any more and are older than
-- this month count, and people count in steps of five, so that no single one shows by comparing two
-- days. Shares come in five broad steps: 4 = nearly all said yes, 0 = few or none. One no among five
-- looks like none, and one yes among five like none.
CREATE FUNCTION feedback_in_public(the_organization bigint)
RETURNS TABLE (people int, question text, step int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH latest AS (
    SELECT DISTINCT ON (f.consultant_id) f.* FROM engagements_feedback f
     WHERE f.organization_id = the_organization
       AND f.created_at < least(date_trunc('month', clock_now()), clock_now() - interval '14 days')
     ORDER BY f.consultant_id, f.created_at DESC
  ), counted AS (
    SELECT l.*, row_number() OVER (ORDER BY l.created_at, l.engagement_id) AS place,
           5 * (count(*) OVER () / 5) AS people
      FROM latest l
  ), answers AS (
    SELECT c.people, q.question, q.said FROM counted c,
           LATERAL (VALUES ('paid_on_time', c.paid_on_time), ('terms_kept', c.terms_kept),
                           ('topics_respected', c.topics_respected), ('equal_footing', c.equal_footing),
                           ('would_again', c.would_again)) q (question, said)
     WHERE c.place <= c.people AND q.said <> 'skipped'
  )
  SELECT s.people::int, s.question,
         CASE WHEN 5 * s.yes >= 4 * s.n THEN 4 WHEN 5 * s.yes >= 3 * s.n THEN 3
              WHEN 5 * s.yes >= 2 * s.n THEN 2 WHEN 5 * s.yes > s.n THEN 1 ELSE 0 END
    FROM (SELECT a.people, a.question, count(*) AS n, count(*) FILTER (WHERE a.said = 'yes') AS yes
            FROM answers a GROUP BY a.people, a.question HAVING count(*) >= 5) s;
$$;
REVOKE EXECUTE ON FUNCTION feedback_in_public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feedback_in_public TO equal_web;

--- functions/feedback_notes.sql ---
-- The words written to administrators, without who wrote them, by month.
CREATE FUNCTION feedback_notes(the_organization bigint)
RETURNS TABLE (month date, note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT date_trunc('month', f.created_at)::date, f.note FROM engagements_feedback f
   WHERE f.organization_id = the_organization AND f.note <> ''
     AND EXISTS (SELECT 1 FROM accounts_user u
                  WHERE u.id = viewer_user() AND u.kind = 'administrator' AND u.is_active)
   ORDER BY 1 DESC, md5(f.note) LIMIT 50;
$$;
REVOKE EXECUTE ON FUNCTION feedback_notes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION feedback_notes TO equal_web;

--- functions/viewer_is_party.sql ---
-- Whether the acting viewer stands on a side of this engagement: its consultant, or a live member of
-- its organization; who is narrowed to some work must be named on this one.
CREATE FUNCTION viewer_is_party(the_engagement bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
RETURN EXISTS (
  SELECT 1 FROM engagements_engagement e
   WHERE e.id = the_engagement
     AND (EXISTS (SELECT 1 FROM consultants_consultant c
                   WHERE c.id = e.consultant_id AND c.user_id = viewer_user())
          OR (e.organization_id = viewer_org()
              AND EXISTS (SELECT 1 FROM organizations_membership m
                           WHERE m.user_id = viewer_user() AND m.organization_id = e.organization_id
                             AND (NOT m.limited OR EXISTS (
                               SELECT 1 FROM engagements_engagementuserobjectpermission named
                                WHERE named.user_id = m.user_id AND named.content_object_id = e.id)))))
);

--- tables/engagements_posting.sql ---
-- The board's text search: words as they stand, in any language, without an extension.
ALTER TABLE engagements_posting
  ADD words tsvector GENERATED ALWAYS AS (
    strip(to_tsvector('simple', title || ' ' || summary || ' ' || deliverable))) STORED;
CREATE INDEX posting_words ON engagements_posting USING gin (words)
  WHERE state = 'open' AND NOT invite_only;

--- views/engagements_board.sql ---
-- The board: open projects of organizations whose check holds, less those for invited people only.
-- What stands here is what `engagements/board/search.py` asks of and shows.
CREATE VIEW engagements_board AS
SELECT p.id, p.code, p.opened_at, p.title, p.kind_of_work, p.place, p.region, p.language, p.currency,
       p.fee_amount, p.comparison_amount, p.hours, p.pay_days, p.cancel_full_hours,
       p.cancel_half_days, p.starts_on, p.due_on, p.personal_experience, p.in_the_room, p.ways_to_join,
       p.mandated_reporting, p.recording_uses, p.words, o.name AS organization_name
  FROM engagements_posting p JOIN organizations_organization o ON o.id = p.organization_id
 WHERE p.state = 'open' AND NOT p.invite_only AND o.checked_until > clock_now();
GRANT SELECT ON engagements_board TO equal_web;

--- triggers/engagements_contract__active_is_signed.sql ---
-- Active means that both sides signed this very hash.
CREATE FUNCTION contract_active_is_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state IN ('active', 'completed') AND (
      SELECT count(DISTINCT s.side) FROM engagements_signature s
       WHERE s.contract_id = NEW.id AND s.sha256 = NEW.sha256) <> 2 THEN
    RAISE EXCEPTION 'contract % is not signed by both sides', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER active_is_signed AFTER INSERT OR UPDATE ON engagements_contract
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contract_active_is_signed();

--- triggers/engagements_contract__document_is_sound.sql ---
-- A contract's document and hash are one, and are made from an accepted offer of its engagement.
CREATE FUNCTION contract_document_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF encode(sha256(NEW.document), 'hex') <> NEW.sha256 THEN
    RAISE EXCEPTION 'contract % and its hash differ', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM engagements_offer o WHERE o.id = NEW.offer_id
                  AND o.engagement_id = NEW.engagement_id AND o.state = 'accepted') THEN
    RAISE EXCEPTION 'contract % has no accepted offer', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_is_sound BEFORE INSERT ON engagements_contract
  FOR EACH ROW EXECUTE FUNCTION contract_document_is_sound();

--- triggers/engagements_contract__frozen.sql ---
-- What was said stays said: a contract's words never change after they are made.
CREATE FUNCTION contract_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER frozen BEFORE UPDATE ON engagements_contract
  FOR EACH ROW EXECUTE FUNCTION contract_is_frozen();

--- triggers/engagements_engagementuserobjectpermission__only_members.sql ---
-- Only a member of the engagement's organization is named. The membership is held until the row stands,
-- so that somebody who is being removed meanwhile keeps nothing.
CREATE FUNCTION only_members_are_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM organizations_membership m
     JOIN engagements_engagement e ON e.organization_id = m.organization_id
    WHERE e.id = NEW.content_object_id AND m.user_id = NEW.user_id FOR KEY SHARE OF m;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only members are named' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_members BEFORE INSERT OR UPDATE ON engagements_engagementuserobjectpermission
  FOR EACH ROW EXECUTE FUNCTION only_members_are_named();

--- triggers/engagements_feedback__is_sound.sql ---
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

--- triggers/engagements_handin__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_handin
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/engagements_milestone__frozen.sql ---
-- A stage keeps its agreed terms; only its progress moves, and an approval is never taken back.
CREATE FUNCTION milestone_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - '{state,handed_in_at,review_ends_at,approved_at}'::text[]
     <> to_jsonb(OLD) - '{state,handed_in_at,review_ends_at,approved_at}'::text[] THEN
    RAISE EXCEPTION 'the terms of milestone % are fixed', OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.state = 'approved' AND NEW.state <> 'approved' THEN
    RAISE EXCEPTION 'milestone % was approved', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON engagements_milestone
  FOR EACH ROW EXECUTE FUNCTION milestone_is_frozen();

--- triggers/engagements_offer__frozen.sql ---
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

--- triggers/engagements_posting__frozen.sql ---
-- What people read stays as they read it; only a draft is rewritten. Looked at afterwards: before, the columns
-- that the database derives are still empty.
CREATE FUNCTION posting_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft'
     AND to_jsonb(NEW) - '{state,sent_at,opened_at}'::text[]
         <> to_jsonb(OLD) - '{state,sent_at,opened_at}'::text[] THEN
    RAISE EXCEPTION 'posting % is not a draft', OLD.id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen AFTER UPDATE ON engagements_posting
  FOR EACH ROW EXECUTE FUNCTION posting_is_frozen();

--- triggers/engagements_posting__opens_rightly.sql ---
-- A posting opens for an organization that is checked and owes nobody; `visible_to` also asks that the check
-- still holds. The first one of an organization opens only by the desk.
CREATE FUNCTION posting_opens_rightly() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state <> 'open' OR (TG_OP = 'UPDATE' AND OLD.state = 'open') THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM organizations_organization o
                  WHERE o.id = NEW.organization_id AND o.checked_until > clock_now()) THEN
    RAISE EXCEPTION 'posting %: its organization is not checked', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM organizations_organization o
              WHERE o.id = NEW.organization_id AND o.overdue_since IS NOT NULL) THEN
    RAISE EXCEPTION 'posting %: its organization has an overdue payment', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM engagements_posting p
                  WHERE p.organization_id = NEW.organization_id AND p.opened_at IS NOT NULL
                    AND p.id <> NEW.id)
     AND NOT EXISTS (SELECT 1 FROM engagements_postingreview r
                      WHERE r.posting_id = NEW.id AND r.decision = 'opened') THEN
    RAISE EXCEPTION 'posting %: the desk looks at the first one', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER opens_rightly BEFORE INSERT OR UPDATE OF state ON engagements_posting
  FOR EACH ROW EXECUTE FUNCTION posting_opens_rightly();

--- triggers/engagements_postingreview__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_postingreview
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/engagements_signature__append_only.sql ---
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_signature
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

--- triggers/engagements_signature__is_sound.sql ---
-- A signature stands under the contract's own hash, while the contract waits for it.
CREATE FUNCTION signature_is_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM engagements_contract c WHERE c.id = NEW.contract_id
                  AND c.sha256 = NEW.sha256 AND c.state = 'waiting') THEN
    RAISE EXCEPTION 'the signature is not under the hash of contract %', NEW.contract_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_sound BEFORE INSERT ON engagements_signature
  FOR EACH ROW EXECUTE FUNCTION signature_is_sound();

--- triggers/organizations_membership__forget_named.sql ---
-- Powers of a member over single engagements (django-guardian's rows) live and die with the membership.
CREATE FUNCTION forget_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM engagements_engagementuserobjectpermission p WHERE p.user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_named AFTER DELETE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION forget_named();

--- access/engagements_bookmark.sql ---
-- What a consultant keeps beside the board is theirs alone.
ALTER TABLE engagements_bookmark ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_bookmark
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));

--- access/engagements_contract.sql ---
-- The second wall of the work: the two sides of an engagement read its contract.
ALTER TABLE engagements_contract ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties ON engagements_contract
  USING (viewer_is_party(engagement_id)) WITH CHECK (viewer_is_party(engagement_id));
-- The timer completes the contract with the last approval; payments only look at its state.
CREATE POLICY timer ON engagements_contract USING (viewer_identity() = 'job:engagements.approve_overdue');
CREATE POLICY payment_jobs ON engagements_contract FOR SELECT
  USING (viewer_identity() LIKE 'job:payments.%');
REVOKE DELETE ON engagements_contract FROM equal_web;

--- access/engagements_engagement.sql ---
-- What was said stays said.
REVOKE DELETE ON engagements_engagement FROM equal_web;

--- access/engagements_feedback.sql ---
-- Feedback is read by its writer, written once the work has ended, and changed for 14 days. Others get
-- it only through two functions: in steps of five people (`feedback_in_public`), or as words without a
-- name (`feedback_notes`).
ALTER TABLE engagements_feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_feedback FOR SELECT
  USING (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY write_own ON engagements_feedback FOR INSERT
  WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY change_own ON engagements_feedback FOR UPDATE
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
REVOKE DELETE ON engagements_feedback FROM equal_web;

--- access/engagements_handin.sql ---
-- What was handed in stays.
REVOKE UPDATE, DELETE ON engagements_handin FROM equal_web;

--- access/engagements_milestone.sql ---
-- An agreed stage stays.
REVOKE DELETE ON engagements_milestone FROM equal_web;

--- access/engagements_offer.sql ---
-- An offer stays, whatever came of it.
REVOKE DELETE ON engagements_offer FROM equal_web;

--- access/engagements_posting.sql ---
-- A project is closed, not deleted.
REVOKE DELETE ON engagements_posting FROM equal_web;

--- access/engagements_postingreview.sql ---
-- What the desk decided stays as it was decided.
REVOKE UPDATE, DELETE ON engagements_postingreview FROM equal_web;

--- access/engagements_savedsearch.sql ---
-- What a consultant keeps beside the board is theirs alone. The clock's job reads searches to tell of new
-- projects, and writes down that it did.
ALTER TABLE engagements_savedsearch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_savedsearch
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));
CREATE POLICY read_by_clock ON engagements_savedsearch FOR SELECT
  USING (viewer_identity() = 'job:engagements.tell_new_matches');
CREATE POLICY told_by_clock ON engagements_savedsearch FOR UPDATE
  USING (viewer_identity() = 'job:engagements.tell_new_matches');

--- access/engagements_signature.sql ---
-- The two sides of an engagement read its signatures, and each signs as themselves. What is signed stays.
ALTER TABLE engagements_signature ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties ON engagements_signature
  USING (EXISTS (SELECT 1 FROM engagements_contract c WHERE c.id = contract_id AND viewer_is_party(c.engagement_id)))
  WITH CHECK (signed_by_id = viewer_user() AND EXISTS (
    SELECT 1 FROM engagements_contract c WHERE c.id = contract_id AND viewer_is_party(c.engagement_id)));
REVOKE UPDATE, DELETE ON engagements_signature FROM equal_web;

--- access/engagements_usualterms.sql ---
-- What a consultant keeps beside the board is theirs alone.
ALTER TABLE engagements_usualterms ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON engagements_usualterms
  USING (consultant_id = (SELECT viewer_consultant())) WITH CHECK (consultant_id = (SELECT viewer_consultant()));

--- access/engagements_wordentry.sql ---
-- An entry of the language check is retired, not deleted.
REVOKE DELETE ON engagements_wordentry FROM equal_web;
