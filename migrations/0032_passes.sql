-- Cards in the wallets of phones (Apple, Google): those that somebody has asked for, and whether a wallet still shows
-- something older than what is true.

create table wallet_pass (
  member_id text not null references member (member_id),
  card_number text not null,
  made_at timestamptz not null,
  -- When what it shows last changed: what a phone asks for by "since".
  changed_at timestamptz not null,
  -- Since when the wallets wait to be told; null: they know.
  stale_since timestamptz,
  -- Somebody is telling them until then.
  leased_until timestamptz,
  attempts smallint not null default 0,
  in_google boolean not null default false,
  primary key (member_id, card_number)
);
create index wallet_pass_stale on wallet_pass (stale_since) where stale_since is not null;

-- Phones that want to hear of a pass of Apple's.
create table pass_device (
  member_id text not null,
  card_number text not null,
  device_id text not null,
  push_token text not null,
  registered_at timestamptz not null,
  primary key (member_id, card_number, device_id),
  foreign key (member_id, card_number) references wallet_pass (member_id, card_number) on update cascade on delete cascade
);
create index pass_device_by_device on pass_device (device_id);
