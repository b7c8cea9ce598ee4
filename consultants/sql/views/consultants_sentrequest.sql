-- What an organization reads of its requests: a no can't be told from no answer yet.
CREATE VIEW consultants_sentrequest WITH (security_barrier) AS
SELECT r.id, r.code, r.organization_id, r.consultant_id, r.items, r.purpose, r.purpose_text, r.recipients,
  r.channel, r.uses, r.output, r.uses_allowed, r.until, r.asked_at, r.ends_at,
  CASE WHEN r.state = 'withdrawn' THEN 'withdrawn'
       WHEN p.id IS NOT NULL AND p.stopped_at IS NULL AND p.valid_until > clock_now()
            -- a pause or a block looks like a stop
            AND (p.uses > 0 OR EXISTS (SELECT 1 FROM profile_seen s WHERE s.consultant_id = r.consultant_id)) THEN 'shared'
       WHEN r.state IN ('open', 'not_allowed') AND r.ends_at > clock_now() THEN 'waiting'
       ELSE 'not_shared' END AS standing
FROM consultants_consentrequest r
LEFT JOIN consultants_consent p ON p.request_id = r.id
WHERE r.organization_id = (SELECT org FROM acting_viewer());
GRANT SELECT ON consultants_sentrequest TO equal_web;
REVOKE INSERT, UPDATE, DELETE ON consultants_sentrequest FROM equal_web;
