-- In through an inbox row, out through a delivery row.

create table inbox (
  messenger text not null check (messenger in ('telegram', 'viber')),
  -- What the messenger repeats when it sends the update again: update_id, or event and message_token and person.
  update_key text not null,
  inbox_no bigint generated always as identity,
  -- Whose conversation it belongs to, and in whose order it is handled.
  external_id text not null,
  payload jsonb not null,
  status text not null default 'new' check (status in ('new', 'done', 'failed')),
  attempts smallint not null default 0,
  error text,
  received_at timestamptz not null,
  -- After a failed attempt: when the next one is due. The person's later updates wait for it.
  not_before timestamptz,
  handled_at timestamptz,
  primary key (messenger, update_key)
);
create index inbox_to_handle on inbox (inbox_no) where status = 'new';
create index inbox_of_person on inbox (messenger, external_id, inbox_no) where status = 'new';
create index inbox_handled on inbox (handled_at) where status <> 'new';

-- A process that sends. It holds an advisory lock while it lives, so that another can tell at once when it has died.
create table worker (
  worker_no integer generated always as identity primary key,
  name text not null,
  started_at timestamptz not null
);

-- One message to one person: a reply in a conversation or a notice about something that happened.
--   queued -> sending (committed before the call) -> sent | failed | unknown, or queued -> skipped
-- Only what surely did not arrive goes back to queued.
create table delivery (
  delivery_id text primary key,
  delivery_no bigint generated always as identity,
  identity_id text not null references identity,
  member_id text,
  lane text not null check (lane in ('reply', 'notice')),
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
  -- What to say, free of any messenger.
  prompt jsonb not null,
  -- At most one delivery a key: the event or step it comes from.
  once_key text unique,
  not_before timestamptz not null,
  -- A message that loses its sense is skipped rather than sent late.
  not_after timestamptz,
  attempts smallint not null default 0,
  worker_no integer,
  -- The messenger's own id of the message, as text (Viber's tokens are 64-bit).
  external_message_id text,
  error text,
  created_at timestamptz not null,
  sending_at timestamptz,
  settled_at timestamptz,
  seen_at timestamptz
) with (fillfactor = 70);
-- 'reply' sorts after 'notice': read backwards, replies come first.
create index delivery_to_send on delivery (lane desc, delivery_no) where status = 'queued';
-- One message at a time to one person, whatever the number of processes.
create unique index delivery_one_in_flight on delivery (identity_id) where status = 'sending';
create index delivery_of_person on delivery (identity_id, delivery_no) where status in ('queued', 'sending');
create index delivery_in_flight on delivery (worker_no) where status = 'sending';
create index delivery_of_member on delivery (member_id, delivery_no desc) where member_id is not null;

-- How fast a bot may send and until when it must be silent: one row a bot for all processes (GCRA).
-- The clock here is the database's own, because all processes have to agree on it.
create table pacer (
  bot text primary key,
  -- When the next free slot begins (GCRA's theoretical arrival time).
  next_at timestamptz not null,
  silent_until timestamptz
);

create table campaign (
  campaign_id text primary key,
  name text not null,
  -- {uk, ru, en}: the text in each language; a missing one falls back to the programme's language.
  texts jsonb not null,
  status text not null default 'draft' check (status in ('draft', 'expanding', 'running', 'paused', 'stopped', 'finished')),
  -- How many rows the audience has so far; final once it is expanded.
  audience integer,
  -- The last member written into the audience, while it is being expanded.
  expanded_to text,
  expanded_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  launched_at timestamptz,
  finished_at timestamptz,
  pause_reason text
);

-- One row for each member of the audience, frozen at launch. status as in delivery.
create table campaign_delivery (
  campaign_id text not null references campaign,
  delivery_seq integer not null,
  member_id text not null,
  identity_id text not null,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown', 'skipped')),
  reason text,
  attempts smallint not null default 0,
  -- Set when the messenger has asked to come back later.
  not_before timestamptz,
  worker_no integer,
  external_message_id text,
  settled_at timestamptz,
  delivered_at timestamptz,
  seen_at timestamptz,
  primary key (campaign_id, delivery_seq),
  unique (campaign_id, member_id)
) with (fillfactor = 60);

-- A run of the audience on one messenger that one worker at a time works through (worker_no: who). next_seq moves
-- only together with the rows before it; rows that went back to the queue are found by another pass.
create table campaign_chunk (
  campaign_id text not null references campaign,
  chunk_no integer not null,
  messenger text not null check (messenger in ('telegram', 'viber')),
  first_seq integer not null,
  next_seq integer not null,
  last_seq integer not null,
  not_before timestamptz,
  worker_no integer,
  done boolean not null default false,
  primary key (campaign_id, chunk_no)
);
create index campaign_chunk_open on campaign_chunk (messenger, campaign_id, chunk_no) where not done;

-- Finds a broadcast's message again when the messenger tells that it was delivered or seen.
create index campaign_delivery_by_message on campaign_delivery (external_message_id)
  where external_message_id is not null;
create index delivery_by_message on delivery (external_message_id) where external_message_id is not null;
-- A receipt for a message whose answer never came is told by the person alone.
create index campaign_delivery_unknown on campaign_delivery (identity_id) where status = 'unknown';
create index delivery_unknown on delivery (identity_id) where status = 'unknown';
