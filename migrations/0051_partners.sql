-- Partners: who else gives and takes points, on which terms, and who asked for which transfer.

create table partner (
  partner_id text primary key,
  name text not null check (length(name) between 1 and 80),
  -- Whom to call there, in the words of whoever wrote it down.
  contact text not null default '',
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null,
  suspended_at timestamptz,
  check ((status = 'suspended') = (suspended_at is not null))
);
create unique index partner_by_name on partner (lower(name));

create table partner_currency (
  partner_id text not null references partner,
  currency text not null references currency,
  -- Points of the partner's own: then whoever else gives them pays the partner, and who takes them is paid by it. All other
  -- points are the programme's, and it is the other way round.
  is_owner boolean not null,
  may_issue boolean not null,
  may_redeem boolean not null,
  -- Points it may give to all members together on one day of the programme's time zone.
  day_cap bigint not null check (day_cap > 0),
  primary key (partner_id, currency)
);
create unique index partner_currency_owner on partner_currency (currency) where is_owner;

-- What one point costs between the partner and the programme, in minor units, from a moment on.
create table partner_price (
  partner_id text not null,
  currency text not null,
  from_at timestamptz not null,
  issue_minor bigint not null check (issue_minor >= 0),
  redeem_minor bigint not null check (redeem_minor >= 0),
  primary key (partner_id, currency, from_at),
  foreign key (partner_id, currency) references partner_currency
);

alter table api_key
  -- Null: the programme's own system.
  add column partner_id text references partner,
  -- Points of each currency that it may give on one day; null: as many as its partner may.
  add column day_cap bigint check (day_cap > 0),
  -- After a rotation the secret before opens until then.
  add column old_key_hash text unique,
  add column old_key_until timestamptz,
  add constraint api_key_old_until check ((old_key_hash is null) = (old_key_until is null));
create index api_key_of_partner on api_key (partner_id) where partner_id is not null;

-- Points given on one day by one holder of a cap, a partner or an API key. Returns give no room back: whoever gives, lets
-- spend and takes back could go on without end.
create table issuing_day (
  holder text not null,
  currency text not null,
  day date not null,
  issued bigint not null default 0,
  -- What held at the last time; null: no cap.
  cap bigint,
  -- When four fifths of it were reached.
  alerted_at timestamptz,
  primary key (holder, currency, day),
  check (issued <= cap)
) with (fillfactor = 60);
create index issuing_day_alerted on issuing_day (day) where alerted_at is not null;

-- Who asked for a transfer over the API of points. Every transfer without one is the programme's own doing.
create table transfer_origin (
  -- The partner, or the API key of a system of the programme; with its own key for what it asked.
  asked_by text not null,
  ask_key text not null,
  input_hash text not null,
  member_id text not null,
  transfer_id text not null,
  currency text not null,
  kind text not null check (kind in ('issue', 'redeem', 'issueReturn', 'redeemReturn')),
  partner_id text references partner,
  key_id text not null references api_key,
  -- What is printed on the partner's own slip.
  reference text not null default '',
  -- Of a return: the ask_key of what comes back.
  returns text,
  -- The day that it counts for, in the programme's time zone.
  day date not null,
  recorded_at timestamptz not null,
  primary key (asked_by, ask_key),
  check ((kind in ('issueReturn', 'redeemReturn')) = (returns is not null))
);
create unique index transfer_origin_of on transfer_origin (member_id, transfer_id);
create index transfer_origin_of_partner on transfer_origin (partner_id, recorded_at) where partner_id is not null;
create index transfer_origin_returned on transfer_origin (asked_by, returns) where returns is not null;
create trigger transfer_origin_append_only before update or delete on transfer_origin
  for each row execute function refuse_change();
create trigger transfer_origin_no_truncate before truncate on transfer_origin
  for each statement execute function refuse_change();

-- Settlements read the transfers of a month; a block range index costs writers next to nothing.
create index transfer_by_time on transfer using brin (recorded_at) with (pages_per_range = 16, autosummarize = on);
