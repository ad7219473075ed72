-- What a campaign has brought: counted by a worker as long as its purchases count, kept as sums.

alter table campaign
  -- Purchases of so many days after the launch are put down to it, in both groups.
  add column attribution_days smallint not null default 14 check (attribution_days between 1 and 90),
  -- Of 100 of sales so much is left after the goods are paid.
  add column margin_percent smallint not null default 25 check (margin_percent between 0 and 100),
  -- What it cost in all, in minor units: sending, gifts, design.
  add column cost_minor bigint not null default 0 check (cost_minor >= 0);

-- In which RFM cell a member was when the audience was fixed: 331 is R3F3M1, 0 who had bought nothing.
create table campaign_cell (
  member_id text not null,
  campaign_id text not null references campaign,
  cell smallint not null,
  primary key (member_id, campaign_id)
);

create table campaign_result (
  campaign_id text primary key references campaign,
  -- Cells are kept of members up to this one; null: of all.
  cells_to text default '',
  -- Sums as of counted_at; null before the first count.
  counted_at timestamptz,
  -- Of each group of people: see core/campaigns/results/result-sums.ts.
  groups jsonb,
  outcomes jsonb,
  -- When it is counted next; null: its days are over.
  next_at timestamptz
);
create index campaign_result_due on campaign_result (next_at) where next_at is not null;
