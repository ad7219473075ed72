-- Replays that outlive the process that runs them: whoever finds one that nobody has heard of for a while begins it anew.

alter table rule_replay
  add column heard_at timestamptz,
  -- Which try it is: a process that was thought dead and is not finds another number here, and stops.
  add column attempt integer not null default 0,
  -- The receipts of it: from the first moment on, up to the last.
  add column since timestamptz,
  add column until timestamptz;
create index rule_replay_to_do on rule_replay (asked_at) where status in ('waiting', 'running');

-- What rules of other triggers than a receipt have answered to: once for a member and an occasion.
create table rule_trigger (
  member_id text not null references member,
  -- Such as registration, return:ret_x, birthday:0:2026-11-22.
  occasion text not null,
  applied_at timestamptz not null,
  primary key (member_id, occasion)
);

-- How far the members have been gone through for what happens on a day.
create table rule_sweep (
  sweep text not null,
  day date not null,
  -- Members up to this one are done.
  place text not null default '',
  done boolean not null default false,
  primary key (sweep, day)
);
