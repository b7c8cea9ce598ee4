-- Whether everybody of this base may see an item of a listed person, by the rule itself: the working
-- name is the door.
CREATE FUNCTION is_open(listed boolean, door smallint, audience smallint, base int) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN listed AND may_see(door, base, NULL, false) AND may_see(audience, base, NULL, false);
