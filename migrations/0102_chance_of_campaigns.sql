-- Chance that is asked once: whom a campaign leaves alone and which variant the others get is decided for each of a million
-- people while its audience is written down, and kept in their rows. A twentieth of the time that share_of takes. What is asked
-- again for years, as the programme's control group, stays with share_of: this hash is PostgreSQL's own, and a later version
-- of it may use another.

-- The same each time, 0 to 9999: even over all members, and another one for another salt.
create function chance_of(p_member_id text, p_salt text) returns integer
language sql immutable strict parallel safe
as $$ select ((hashtextextended(p_member_id, hashtextextended(p_salt, 0)) & 2147483647) % 10000)::integer $$;
