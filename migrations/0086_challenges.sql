-- Challenges: what members buy within a time is counted towards a goal, and each stage of it brings a privilege.

create table challenge (
  challenge_id text primary key,
  -- For the staff; members read the titles in the terms.
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'ended')),
  -- core/challenges/challenge-terms.ts: what counts, who is chosen, and how it comes again.
  terms jsonb not null,
  -- Null at the end: one that comes again until staff end it.
  starts_at timestamptz not null,
  ends_at timestamptz,
  check (starts_at < ends_at),
  -- Points that may be promised in all, and those that are; null: no end.
  budget bigint check (budget >= 0),
  spent bigint not null default 0 check (spent >= 0 and (budget is null or spent <= budget)),
  -- When members are looked through for those who are chosen, and how far that has come; null: it is not due.
  choose_at timestamptz,
  chosen_to text,
  created_by text not null,
  created_at timestamptz not null,
  launched_at timestamptz,
  ended_at timestamptz,
  -- Of what staff have changed: a save names the one that it was made from.
  version integer not null default 1,
  -- Of the form that made it: sent twice, it makes one.
  request_key text unique
);
create index challenge_open on challenge (challenge_id) where status in ('live', 'paused');
create index challenge_chooses on challenge (choose_at) where choose_at is not null;

create table challenge_stage (
  challenge_id text not null references challenge,
  stage_no smallint not null check (stage_no > 0),
  -- Receipts, pieces, minor units, days ...: as the goal counts.
  threshold bigint not null check (threshold > 0),
  -- core/prizes/prize.ts.
  prize jsonb not null,
  -- Null: as many as reach it.
  stock integer check (stock > 0),
  -- Promised or given.
  given integer not null default 0 check (given >= 0 and (stock is null or given <= stock)),
  primary key (challenge_id, stage_no)
);

-- Whoever was chosen, those too who are only compared with.
create table challenge_member (
  member_id text not null references member,
  challenge_id text not null references challenge,
  status text not null check (status in ('invited', 'accepted', 'declined', 'control')),
  chosen_at timestamptz not null,
  answered_at timestamptz,
  -- They are still to be told of it.
  to_tell boolean not null default false,
  told_at timestamptz,
  -- They were reminded that it ends.
  reminded_at timestamptz,
  -- And that it is over.
  ended_told_at timestamptz,
  primary key (member_id, challenge_id)
);
create index challenge_member_of on challenge_member (challenge_id, status, member_id);
create index challenge_member_untold on challenge_member (chosen_at) where to_tell;
create index challenge_member_told on challenge_member (told_at) where told_at is not null;

-- How far a member has come in each period; no row, nothing was counted yet.
create table challenge_progress (
  member_id text not null,
  challenge_id text not null,
  period_no integer not null check (period_no > 0),
  -- From the receipts alone, and what staff have added or taken.
  counted bigint not null default 0,
  corrected bigint not null default 0,
  -- What was found of a set, and the run that goes on: core/challenges/count-progress.ts.
  detail jsonb not null default '{}',
  -- The highest stage that is reached now.
  stage smallint not null default 0,
  changed_at timestamptz not null,
  primary key (member_id, challenge_id, period_no),
  foreign key (member_id, challenge_id) references challenge_member
);
create index challenge_progress_of on challenge_progress (challenge_id, period_no, stage);

-- A stage that a member has reached, and what became of its privilege.
create table challenge_gain (
  member_id text not null,
  challenge_id text not null,
  period_no integer not null,
  stage_no smallint not null,
  -- waiting: to be given; returning: to be taken back; kept: could not be taken back; lost: the stage went before it was
  -- given; missed: nothing was left of it, or it cannot be given (note says why).
  status text not null check (status in ('waiting', 'given', 'returning', 'taken_back', 'kept', 'lost', 'missed')),
  -- Grows each time it is reached anew after it was lost.
  turn smallint not null default 1,
  reached_at timestamptz not null,
  -- Not given before this.
  ready_at timestamptz not null,
  given_at timestamptz,
  -- What it became: a transfer, a coupon, an order, a badge.
  given_as text,
  taken_at timestamptz,
  note text,
  primary key (member_id, challenge_id, period_no, stage_no),
  foreign key (member_id, challenge_id) references challenge_member
);
create index challenge_gain_waiting on challenge_gain (ready_at) where status = 'waiting';
create index challenge_gain_returning on challenge_gain (taken_at) where status = 'returning';
create index challenge_gain_of on challenge_gain (challenge_id, stage_no, status);

-- What moved a member's progress, one entry after another.
create table challenge_move (
  move_id bigint generated always as identity primary key,
  member_id text not null,
  challenge_id text not null,
  period_no integer not null,
  moved_at timestamptz not null,
  -- receipt, return: receipt_id says which; merge; joined: what was bought before counts; correction: reason and by whom.
  because text not null check (because in ('receipt', 'return', 'merge', 'joined', 'correction')),
  receipt_id text,
  progress_before bigint not null,
  progress_after bigint not null,
  stage_before smallint not null,
  stage_after smallint not null,
  reason text,
  moved_by text
);
create index challenge_move_of_member on challenge_move (member_id, challenge_id, move_id desc);

-- What the message of a receipt tells of challenges that it counted for: how far they had come by then.
create table challenge_told (
  member_id text not null,
  receipt_id text not null,
  -- core/challenges/told-challenge.ts: ToldProgress[].
  told jsonb not null,
  told_at timestamptz not null,
  primary key (member_id, receipt_id)
);
create index challenge_told_old on challenge_told (told_at);
