-- Who may sign in to the console. The password's hash is apart from the person, so that no list of staff carries it.

create table staff (
  staff_id text primary key,
  name text not null,
  -- The short name to sign in with, in small letters.
  login text not null unique check (login = lower(login)),
  -- Required by the library that keeps the sessions; nothing is ever sent there.
  email text not null unique,
  email_verified boolean not null default true,
  image text,
  role text not null check (role in ('admin', 'marketer', 'cashier')),
  -- Where a cashier may work. The others may see every store.
  store_ids text[] not null default '{}',
  language text not null default 'uk' check (language in ('uk', 'ru', 'en')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  disabled_at timestamptz
);

create table staff_session (
  session_id text primary key,
  staff_id text not null references staff on delete cascade,
  -- Worth nothing without the signature that the cookie carries beside it.
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index staff_session_of_staff on staff_session (staff_id);

create table staff_account (
  account_id text primary key,
  staff_id text not null references staff on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  -- argon2id in the PHC string format.
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, provider_account_id)
);
create index staff_account_of_staff on staff_account (staff_id);

create table staff_verification (
  verification_id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Receipts of today, for a till's list and the day's figures. Rows come in the order of time, so that a summary of
-- each run of pages is enough and accepting a receipt pays next to nothing for it.
create index receipt_by_time on receipt using brin (recorded_at) with (pages_per_range = 16, autosummarize = on);
create index audit_log_by_subject on audit_log (subject, recorded_at desc);
