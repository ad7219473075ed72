-- Earning rules. A rule is a name with versions; a version never changes, and says from when to when it was in force, so
-- that a receipt which comes late is counted by the rules of its time.

create table rule (
  rule_id text primary key,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'ended')),
  -- What is being worked on; null when it is the same as the live version.
  draft jsonb,
  -- Which template the form was drawn from, with its parameters; null: made with the builder.
  template jsonb,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

create table rule_version (
  rule_id text not null references rule,
  version integer not null,
  name text not null,
  definition jsonb not null,
  template jsonb,
  published_by text not null,
  -- In force from live_from until live_until (null: still).
  live_from timestamptz not null,
  live_until timestamptz,
  primary key (rule_id, version),
  check (live_until >= live_from)
);
create unique index rule_version_live on rule_version (rule_id) where live_until is null;

-- What a rule with a budget has given. Guarded: a receipt that would go beyond it is evaluated anew.
create table rule_budget (
  rule_id text primary key references rule,
  points bigint not null check (points > 0),
  spent bigint not null default 0 check (spent >= 0 and spent <= points),
  alerted_at timestamptz,
  stopped_at timestamptz
) with (fillfactor = 50);

-- Groups of goods. Excluded by law: neither earns, nor is discounted, nor paid with points.
create table category (
  category text primary key,
  excluded boolean not null default false,
  changed_by text,
  changed_at timestamptz
);
insert into category (category) select distinct category from product on conflict do nothing;
alter table product add column brand text not null default '';

-- A draft run over past receipts.
create table rule_replay (
  replay_id text primary key,
  rule_id text not null references rule,
  definition jsonb not null,
  weeks integer not null check (weeks between 1 and 104),
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed', 'stopped')),
  receipts_done bigint not null default 0,
  receipts_all bigint,
  -- Cost, spread by tier and store, the heaviest winners.
  result jsonb,
  error text,
  asked_by text not null,
  asked_at timestamptz not null,
  finished_at timestamptz
);
create index rule_replay_of_rule on rule_replay (rule_id, asked_at desc);

-- The base rule, as it always was: a share of what was paid by the member's tier.
insert into rule (rule_id, name, status, created_by, created_at, changed_at)
values ('rul_00000000000000000001', 'base', 'live', 'system', '-infinity', '-infinity');
insert into rule_version (rule_id, version, name, definition, published_by, live_from)
values ('rul_00000000000000000001', 1, 'base', '{
  "trigger": {"on": "receipt"}, "when": null,
  "effects": [{"kind": "share", "currency": "points", "shareBp": "tier"}],
  "priority": 1000, "group": null, "exclusive": false, "validFrom": null, "validUntil": null, "hours": [],
  "cooldownHours": null, "limits": {"perMember": null, "perMemberDay": null},
  "caps": {"receipt": null, "memberDay": null, "member": null}, "budget": null}', 'system', '-infinity');
