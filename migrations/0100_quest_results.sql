-- What a quest has brought: those whom it was for, whether they played or not, against those whom chance has kept out of it.

create table quest_result (
  quest_id text primary key references quest,
  -- Purchases of so many days after the quest count too.
  days_after smallint not null default 14 check (days_after between 0 and 90),
  -- What is left of sales when the goods are paid.
  margin_percent smallint not null default 25 check (margin_percent between 0 and 100),
  -- What it cost beside its points: gifts, design, sending.
  cost_minor bigint not null default 0 check (cost_minor >= 0),
  -- How far the audience is written down, by member; frozen_at: all of it.
  frozen_to text not null default '',
  frozen_at timestamptz,
  -- core/quests/results/result-sums.ts; null: not counted yet.
  groups jsonb,
  counted_at timestamptz,
  -- The worker counts then; null: no more.
  next_at timestamptz
);
create index quest_result_due on quest_result (next_at) where next_at is not null;

-- Whom a quest with a control group was for when it was launched: later what they do changes who would be in it.
create table quest_audience (
  quest_id text not null references quest,
  member_id text not null references member,
  control boolean not null,
  primary key (quest_id, member_id)
);
create index quest_audience_of_member on quest_audience (member_id);
