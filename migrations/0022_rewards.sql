-- What members get for points: the catalogue, and what was ordered from it.

alter table transfer drop constraint transfer_kind_check;
alter table transfer add constraint transfer_kind_check check (kind in
  ('earn', 'burn', 'welcome', 'expire', 'adjust', 'move', 'reverse', 'gift', 'stamp', 'reward'));

create table reward (
  reward_id text primary key,
  -- {uk, ru, en}; a missing one is read in the language of the programme.
  names jsonb not null,
  descriptions jsonb not null default '{}',
  picture_id text references picture,
  currency text not null default 'points' references currency,
  price bigint not null check (price > 0),
  -- How many can still be ordered; null: as many as are asked for.
  stock integer check (stock >= 0),
  -- How many one member may ever have; null: as many as they like.
  member_limit integer check (member_limit > 0),
  -- Whom it is shown to; empty: everybody.
  tier_keys text[] not null default '{}',
  orders_from timestamptz,
  orders_until timestamptz,
  -- Where it is handed over; empty: in every store.
  store_ids text[] not null default '{}',
  -- at_once: it lies at the till; ahead: staff get it ready first, in the store that the member chose.
  preparation text not null default 'at_once' check (preparation in ('at_once', 'ahead')),
  -- How many days a ready order waits, the day on which it became ready not counted.
  pick_up_days integer not null default 14 check (pick_up_days between 1 and 365),
  status text not null default 'draft' check (status in ('draft', 'on', 'off')),
  -- Counts changes of its terms: nobody orders by terms that they have not seen.
  version integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check (orders_until is null or orders_from is null or orders_from < orders_until)
);

-- What a form of the office has done already: sent twice, it is done once.
create table reward_request (
  asked_by text not null,
  request_key text not null,
  reward_id text not null references reward,
  primary key (asked_by, request_key)
);

--   ordered -> ready -> handed_over, and from the first two: undone (by the member, within minutes),
--   cancelled (by staff), expired (not fetched in time). Those three give the points back.
create table reward_order (
  member_id text not null references member,
  order_id text not null,
  reward_id text not null references reward,
  -- As it was agreed.
  currency text not null references currency,
  price bigint not null check (price > 0),
  -- Where it is to be fetched; null: in any store of the reward.
  store_id text references store,
  -- What the member says or shows to get it.
  code text not null,
  -- The tap that ordered it: the same tap again is the same order.
  order_key text not null,
  status text not null default 'ordered'
    check (status in ('ordered', 'ready', 'handed_over', 'undone', 'cancelled', 'expired')),
  ordered_at timestamptz not null,
  undo_until timestamptz not null,
  -- True until the time for undoing was told to be over.
  undo_open boolean not null default true,
  ready_at timestamptz,
  pick_up_until timestamptz,
  warned_at timestamptz,
  settled_at timestamptz,
  -- A staff id, the member, or `system`; and the store in which it was handed over.
  settled_by text,
  settled_store_id text references store,
  -- Why staff cancelled it.
  reason text check (reason in ('sold_out', 'damaged', 'asked', 'mistake', 'other')),
  primary key (member_id, order_id),
  unique (member_id, order_key)
);
create unique index reward_order_by_id on reward_order (order_id);
create unique index reward_order_by_code on reward_order (code) where status in ('ordered', 'ready');
create index reward_order_of_reward on reward_order (reward_id, ordered_at desc);
create index reward_order_by_time on reward_order (ordered_at desc);
create index reward_order_to_expire on reward_order (pick_up_until) where status = 'ready';
create index reward_order_to_close on reward_order (undo_until) where undo_open;
