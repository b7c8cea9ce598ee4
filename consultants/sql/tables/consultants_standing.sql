-- The person's place in lists, so that the people an organization stands to are read in that order.
ALTER TABLE consultants_standing ADD order_key bigint NOT NULL;
CREATE INDEX standing_order ON consultants_standing (organization_id, order_key);

-- Few organizations are blocked; search asks first who blocks the one that looks.
CREATE INDEX standing_blocked ON consultants_standing (organization_id) WHERE blocked;
