-- How statistics of members are made: what the shop has set, the cut points of every day, and where their reading begins.

create table analytics_settings (
  only_row boolean primary key default true check (only_row),
  -- Days since the last purchase: of one purchase, until it is time for the second; of more, until they slip away; until
  -- they are gone.
  new_days smallint not null default 30 check (new_days between 1 and 3650),
  lapsing_days smallint not null default 60 check (lapsing_days between 1 and 3650),
  lost_days smallint not null default 120 check (lost_days between 2 and 3650),
  -- Cut points that the shop has set itself, {"r": [days, days], "f": [days, days], "m": [minor, minor]}; null: thirds.
  fixed_cuts jsonb,
  -- Counts the changes, so that scores by older settings are made anew.
  version integer not null default 1,
  changed_by text,
  changed_at timestamptz,
  -- The day on which it was last looked for members without a row.
  admitted_on date,
  check (lapsing_days < lost_days)
);
insert into analytics_settings default values;

-- The cut points by which members were scored, one row for each day and each change of settings. Null: nobody had bought.
create table rfm_run (
  run_no integer generated always as identity primary key,
  run_on date not null,
  settings_version integer not null,
  made_at timestamptz not null,
  is_fixed boolean not null,
  -- Who had bought in the window.
  buyers integer not null,
  r1 double precision, r2 double precision,
  f1 double precision, f2 double precision,
  m1 double precision, m2 double precision,
  -- Thirds of the receipt in the middle.
  size1 double precision, size2 double precision,
  -- Members up to this one have their scores by it; all of them, once it is finished.
  scored_to text not null default '',
  rescored integer not null default 0,
  finished_at timestamptz
);

create index member_stats_due on member_stats (due_on);
comment on table member_stats is 'One row for each member who is one now; whoever has left or became part of another has none.';
comment on column member_stats.due_on is 'The day on which a purchase day leaves the window; -infinity: to be counted at once.';

-- What happened before is counted when members are first looked for, so their events need not be read.
insert into event_reader (reader, recorded_in, event_no)
values ('analytics', pg_snapshot_xmin(pg_current_snapshot()), 0);
