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
