-- A campaign that said something wrong: its messages in Telegram are changed or taken back, in Viber a correction follows.
create table campaign_repair (
  repair_id text primary key,
  campaign_id text not null references campaign,
  kind text not null check (kind in ('edit', 'withdraw', 'correct')),
  -- What messages say from now on (edit) or what follows them (correct), as in campaign; null for withdraw.
  content jsonb,
  status text not null default 'running' check (status in ('running', 'stopped', 'finished')),
  -- The row of the campaign's audience from which on nothing has been done yet.
  next_seq integer not null default 1,
  -- How many it concerned when it was begun.
  people integer not null,
  created_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index campaign_repair_of on campaign_repair (campaign_id, created_at);
create unique index campaign_repair_one_runs on campaign_repair (campaign_id) where status = 'running';

-- What a repair has done about one message: the delivery that does it, or why there is none.
create table campaign_repair_message (
  repair_id text not null references campaign_repair,
  delivery_seq integer not null,
  delivery_id text,
  -- How it ended; null while the delivery is on its way.
  outcome text check (outcome in ('done', 'failed', 'unknown', 'skipped')),
  reason text,
  primary key (repair_id, delivery_seq),
  check (delivery_id is not null or outcome is not null)
);
create index campaign_repair_message_open on campaign_repair_message (repair_id) where outcome is null;
