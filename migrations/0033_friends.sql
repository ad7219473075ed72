-- Members who bring friends: both get points after the friend's first real purchase.

alter table transfer drop constraint transfer_kind_check;
alter table transfer add constraint transfer_kind_check check (kind in
  ('earn', 'burn', 'welcome', 'expire', 'adjust', 'move', 'reverse', 'gift', 'stamp', 'reward', 'friend'));

create table friend_programme (
  programme_id smallint primary key default 1 check (programme_id = 1),
  is_on boolean not null default false,
  inviter_points bigint not null default 50 check (inviter_points >= 0),
  friend_points bigint not null default 50 check (friend_points >= 0),
  -- What the friend's receipt has to come to, in minor units.
  minimum_minor bigint not null default 20000 check (minimum_minor >= 0),
  -- How long the points wait: as long as goods can be brought back.
  pending_days integer not null default 14 check (pending_days between 0 and 90),
  -- Friends for whom one member gets points in a calendar month.
  month_limit integer not null default 5 check (month_limit between 1 and 1000),
  -- Points for both sides together that may be given in all; null: no end.
  budget bigint check (budget >= 0),
  spent bigint not null default 0,
  changed_by text,
  changed_at timestamptz
);
insert into friend_programme default values;

-- What stands in a member's own link.
create table invite_code (
  member_id text primary key references member,
  code text not null unique
);

-- One row a friend: whoever came by somebody's link. joined -> rewarded, and back to joined when the receipt comes back.
create table friendship (
  member_id text primary key references member,
  inviter_id text not null references member,
  status text not null default 'joined' check (status in ('joined', 'rewarded', 'refused')),
  -- Why there are no points: the two are one person, the friend was a member before, nothing is left of the budget.
  refusal text check (refusal in ('self', 'known', 'budget')),
  -- Whether the inviter may read the friend's first name.
  shows_name boolean not null default false,
  joined_at timestamptz not null,
  receipt_id text,
  rewarded_at timestamptz,
  active_at timestamptz,
  inviter_points bigint not null default 0,
  friend_points bigint not null default 0,
  check (member_id <> inviter_id)
);
create index friendship_of_inviter on friendship (inviter_id, joined_at desc);

-- Phones and messenger accounts that have belonged to a member, as words that only the program's secret can make: known
-- again after a number was resold or a person erased, and read by nobody.
create table seen_before (
  word text primary key,
  member_id text not null,
  seen_at timestamptz not null
);
