-- In a busy hour a round of the statistics counts everybody who has bought since the last one, and was followed by the next after
-- 25 seconds, however long it took. All processes together rest from it now.
alter table analytics_settings
  -- What the round that is under way has taken so far.
  add column busy_ms integer not null default 0,
  -- No round begins before; null: any time.
  add column rest_until timestamptz;
