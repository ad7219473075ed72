-- The shop, its members, their cards and messenger accounts.
-- Tables of a member lead their primary key with member_id, so that the schema can be distributed by member.
-- Look-ups that start elsewhere (phone, card number, receipt number) are small routing tables of their own.

create table programme (
  programme_id smallint primary key default 1 check (programme_id = 1),
  shop_name text not null,
  brand_colour text not null check (brand_colour ~ '^#[0-9a-fA-F]{6}$'),
  accent_colour text not null check (accent_colour ~ '^#[0-9a-fA-F]{6}$'),
  money_currency text not null default 'UAH',
  default_language text not null default 'uk' check (default_language in ('uk', 'ru', 'en')),
  time_zone text not null default 'Europe/Kyiv',
  -- One point pays for this much money, in minor units.
  point_value_minor bigint not null default 100 check (point_value_minor > 0),
  -- Share of a receipt that may be paid with points, in basis points.
  max_burn_bp integer not null default 5000 check (max_burn_bp between 0 and 10000),
  welcome_points bigint not null default 0 check (welcome_points >= 0),
  -- Hours until earned points become active, and months until they expire (null: never).
  pending_hours integer not null default 0 check (pending_hours >= 0),
  points_life_months integer default 12 check (points_life_months > 0),
  -- Hours during which a newly linked messenger account cannot burn an old balance.
  burn_wait_hours integer not null default 72 check (burn_wait_hours >= 0),
  terms_version text not null default '1',
  terms_url text not null default '',
  support_phone text not null default ''
);

create table tier (
  tier_key text primary key,
  position smallint not null unique,
  -- Turnover from which the tier is reached, in minor units.
  from_turnover_minor bigint not null check (from_turnover_minor >= 0),
  -- What a receipt earns, in basis points of its sum.
  earn_bp integer not null check (earn_bp between 0 and 10000)
);

create table store (
  store_id text primary key,
  name text not null,
  city text not null,
  address text not null,
  time_zone text not null default 'Europe/Kyiv',
  closed_at timestamptz
);

create table till (
  store_id text not null references store,
  till_id text not null,
  name text not null,
  primary key (store_id, till_id)
);

create table product (
  sku text primary key,
  name text not null,
  category text not null,
  price_minor bigint not null check (price_minor >= 0)
);

create table member (
  member_id text primary key,
  name text not null,
  -- E.164; null for a plastic card that nobody has claimed and after erasure.
  phone text,
  language text not null default 'uk' check (language in ('uk', 'ru', 'en')),
  status text not null default 'active' check (status in ('active', 'erased')),
  tier_key text not null references tier,
  -- Everything bought with the card, in minor units.
  turnover_minor bigint not null default 0,
  -- The current word on advertising; its history is in consent.
  marketing_consent boolean not null default false,
  -- The messenger the member wants to be written on; null: where they wrote last.
  preferred_messenger text check (preferred_messenger in ('telegram', 'viber')),
  -- Burning is refused until then: a new messenger account has shown up with a known number.
  burn_allowed_from timestamptz,
  -- What brought the member: a campaign, store or referral payload of the link.
  source text,
  registered_at timestamptz not null,
  erased_at timestamptz
);

create table phone (
  phone text primary key check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  member_id text not null references member,
  -- When possession was proven (own Telegram contact, one-time code); null: only claimed.
  proven_at timestamptz
);
create index phone_of_member on phone (member_id);

create table identity (
  identity_id text primary key,
  messenger text not null check (messenger in ('telegram', 'viber')),
  external_id text not null,
  member_id text references member,
  -- The name the messenger gives; a suggestion, never taken over silently.
  shown_name text not null default '',
  language text not null default 'uk' check (language in ('uk', 'ru', 'en')),
  -- Whether the bot can write: false after a block or an unsubscription.
  reachable boolean not null default true,
  -- Where the conversation stands. One row a person: locking it serialises the conversation.
  scene text not null default 'start',
  scene_state jsonb not null default '{}',
  source text,
  linked_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  unique (messenger, external_id)
);
create index identity_of_member on identity (member_id) where member_id is not null;

create table card (
  member_id text not null references member,
  card_id text not null,
  card_number text not null,
  kind text not null check (kind in ('virtual', 'plastic')),
  status text not null default 'active' check (status in ('active', 'blocked')),
  issued_at timestamptz not null,
  blocked_at timestamptz,
  blocked_reason text,
  primary key (member_id, card_id)
);

-- Which member a card number leads to. A number is never given out twice.
create table card_number (
  card_number text primary key check (card_number ~ '^[0-9]{6,19}$'),
  member_id text not null,
  card_id text not null
);

-- Live card codes that have been used; a row here is what makes a code single use.
create table used_card_code (
  member_id text not null,
  nonce text not null,
  used_at timestamptz not null,
  primary key (member_id, nonce)
);

-- Pictures a messenger already holds, so that a card is drawn and uploaded once.
create table card_picture (
  card_number text not null,
  look text not null,
  bot text not null,
  file_id text not null,
  stored_at timestamptz not null,
  primary key (card_number, look, bot)
);

create table consent (
  member_id text not null references member,
  consent_id text not null,
  kind text not null check (kind in ('programme', 'marketing')),
  given boolean not null,
  text_version text not null,
  channel text not null check (channel in ('telegram', 'viber', 'console', 'import')),
  -- The update or message that carried the word.
  carried_by text not null,
  recorded_at timestamptz not null,
  primary key (member_id, consent_id)
);

create table one_time_code (
  identity_id text not null references identity,
  phone text not null,
  code_hash text not null,
  attempts_left smallint not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (identity_id)
);

-- How often something guessable was tried, per key and window (one-time codes, card numbers).
create table attempt_count (
  attempt_key text not null,
  window_start timestamptz not null,
  attempts integer not null default 0,
  primary key (attempt_key, window_start)
);

create table api_key (
  key_id text primary key,
  name text not null,
  key_hash text not null unique,
  scopes text[] not null,
  store_id text references store,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Who did what. Never a name or a phone: only identifiers.
create table audit_log (
  audit_id bigint generated always as identity primary key,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  recorded_at timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;

create trigger consent_append_only before update or delete on consent
  for each row execute function refuse_change();
create trigger consent_no_truncate before truncate on consent
  for each statement execute function refuse_change();
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_change();
