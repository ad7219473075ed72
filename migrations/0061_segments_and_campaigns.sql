-- What the receipts of a member come to, kept fresh by a worker (core/analytics). Money in minor units; days are those
-- of the programme's time zone; the window is twelve months. One row for each member who is or was a member.
create table member_stats (
  member_id text primary key references member,
  -- Purchase days (distinct days with a positive net), in the window and ever; receipts less returns in the window.
  days integer not null default 0,
  days_ever integer not null default 0,
  net_minor bigint not null default 0,
  first_day date,
  previous_day date,
  last_day date,
  -- Of the receipt in the middle: its net and its number of lines. Null: no receipt in the window.
  median_minor bigint,
  median_lines integer,
  -- Scores 1 to 3, 3 is best; 0: bought nothing in the window.
  r smallint not null default 0,
  f smallint not null default 0,
  m smallint not null default 0,
  life_cycle text not null default 'registered'
    check (life_cycle in ('registered', 'new', 'stalled', 'regular', 'lapsing', 'lost', 'reactivated')),
  -- Lines (1, 2 to 4, 5 and more: S, M, L) and sum (thirds: 1, 2, 3) of the receipt in the middle, such as `M2`.
  receipt_size text,
  -- What most money of the window went for, less what the law keeps out.
  favourite_category text,
  -- The day on which these figures change by time alone.
  due_on date
) with (fillfactor = 70);

-- A choice of members: by a condition, or a list brought as a file.
create table segment (
  segment_id text primary key,
  name text not null,
  kind text not null check (kind in ('condition', 'list')),
  -- The condition; null for a list.
  definition jsonb,
  -- Whether who is in it is written down and kept fresh, so that coming in and going out are told as events.
  followed boolean not null default false,
  members integer,
  counted_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  archived_at timestamptz
);

-- Who is in a list, or in a segment that is followed.
create table segment_member (
  segment_id text not null references segment,
  member_id text not null,
  entered_at timestamptz not null,
  primary key (segment_id, member_id)
);
create index segment_member_by_member on segment_member (member_id);

alter table campaign
  -- To whom: a condition of the segments' language; null for everybody who agreed.
  add column audience_where jsonb,
  -- What it says: see core/campaigns/campaign-content.ts.
  add column content jsonb,
  -- [{"key": "A", "share": 50}, ...]: shares in percent of those who are written to.
  add column variants jsonb not null default '[{"key": "A", "share": 100}]',
  -- Percent of the audience that is left alone, to compare with.
  add column control_percent smallint not null default 10 check (control_percent between 0 and 50);

alter table campaign_delivery
  drop constraint campaign_delivery_campaign_id_member_id_key,
  drop constraint campaign_delivery_status_check,
  -- Someone of the control group is written to by nobody and has no identity.
  alter column identity_id drop not null,
  add column step smallint not null default 1,
  -- Which of the variants, from 0.
  add column variant smallint not null default 0,
  -- Which version of each block of the text, from 1; 0: this block is not for them.
  add column picked smallint[],
  -- The offers in the slots of the text, the best first.
  add column offers text[],
  add column clicked_at timestamptz,
  add constraint campaign_delivery_status_check
    check (status in ('queued', 'sending', 'sent', 'failed', 'unknown', 'skipped', 'control')),
  add constraint campaign_delivery_one_a_step unique (campaign_id, member_id, step);
