-- Replays that outlive the process that runs them: whoever finds one that nobody has heard of for a while begins it anew.

alter table rule_replay
  add column heard_at timestamptz,
  -- Which try it is: a process that was thought dead and is not finds another number here, and stops.
  add column attempt integer not null default 0,
  -- The receipts of it: from the first moment on, up to the last.
  add column since timestamptz,
  add column until timestamptz;
create index rule_replay_to_do on rule_replay (asked_at) where status in ('waiting', 'running');
