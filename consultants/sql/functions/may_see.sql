-- THE RULE: who sees an item. Nothing else decides, here or in Python.
--   base: 5 for anyone, 4 for a checked organization; tie: 2 working with, 3 talking with, or none;
--   granted: a permission that names the item is in force.
CREATE FUNCTION may_see(audience smallint, base int, tie smallint, granted boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN audience >= base OR (audience >= 2 AND audience >= tie) OR (audience >= 1 AND granted);
