-- The answers of a whole page of an audience come in one commit, so none of them can use the room of another: with 60 percent
-- filled every third answer went to another page, and into both indexes (measured: 1,130 bytes of log a message, now 700).
alter table campaign_delivery set (fillfactor = 45);

-- Planned once a connection: each had planned its first five calls by itself, 4 ms each, for the same plan.
alter function advance_chunk set plan_cache_mode = force_generic_plan;
alter function settle_messages set plan_cache_mode = force_generic_plan;
