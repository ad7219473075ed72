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
  -- Of the identity: so that a backlog on one messenger is not in the other's way.
  messenger text not null check (messenger in ('telegram', 'viber')),
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
create index delivery_to_send on delivery (messenger, lane desc, delivery_no) where status = 'queued';
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

-- The two queues. Their plans must not depend on statistics: a backlog grows faster than autovacuum looks, and with
-- the figures of an empty table the planner compares everybody with everybody (measured: 3 s for 3,000 updates).
-- So each walks its index in order, asks one index about each row it meets, and stops when it has enough.

-- The oldest update of each person whom nobody else is handling.
create function take_updates(p_limit integer, p_at timestamptz)
returns table (messenger text, update_key text, inbox_no bigint, external_id text, payload jsonb, attempts smallint)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
#variable_conflict use_column
begin
  return query
  select n.messenger, n.update_key, n.inbox_no, n.external_id, n.payload, n.attempts from inbox n
  where n.status = 'new' and (n.not_before is null or n.not_before <= p_at)
    and (select o.inbox_no from inbox o
      where o.messenger = n.messenger and o.external_id = n.external_id and o.status = 'new'
      order by o.messenger, o.external_id, o.inbox_no limit 1) = n.inbox_no
  order by n.inbox_no limit p_limit
  for update of n skip locked;
end $$;

-- The next message of each person: queued -> sending, or -> skipped when it has lost its sense. Nobody has two in
-- flight; replies go before notices; what waits for another attempt holds back what came after it.
create function claim_deliveries(
  p_messenger text, p_bot text, p_worker_no integer, p_limit integer, p_at timestamptz
) returns table (delivery_id text, identity_id text, lane text, prompt jsonb, status text, attempts smallint,
  worker_no integer, external_id text, look text, file_id text, edit_of text)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  if exists (select 1 from pacer p where p.bot = p_bot and p.silent_until > clock_timestamp()) then
    return;
  end if;
  return query
  with due as materialized (
    select d.delivery_id from delivery d
    where d.status = 'queued' and d.messenger = p_messenger and d.not_before <= p_at
      and (select true from delivery o
        where o.identity_id = d.identity_id and o.status in ('queued', 'sending')
          and (o.status = 'sending' or (o.not_before <= p_at or o.attempts > 0)
            and (o.lane > d.lane or o.lane = d.lane and o.delivery_no < d.delivery_no))
        limit 1) is null
    order by d.messenger, d.lane desc, d.delivery_no limit p_limit
    for update of d skip locked
  ), known as (
    select d.delivery_id, i.external_id, i.reachable,
      coalesce(d.prompt #>> '{of,externalMessageId}', (
        select o.external_message_id from delivery o where o.delivery_id = d.prompt #>> '{of,deliveryId}')) as edit_of,
      case when d.prompt #>> '{picture,picture}' = 'card' then (
        select md5(concat_ws('|', d.prompt #>> '{picture,memberName}', d.prompt #>> '{picture,language}', p.shop_name,
          p.brand_colour, p.accent_colour)) from programme p) end as look
    from due join delivery d on d.delivery_id = due.delivery_id join identity i on i.identity_id = d.identity_id
  ), judged as (
    select k.delivery_id, k.external_id, k.edit_of, k.look, case
        when d.not_after < p_at then 'too late'
        when d.lane = 'notice' and not k.reachable then 'unreachable'
        when d.prompt ? 'of' and k.edit_of is null
          and not coalesce((d.prompt ->> 'orSend')::boolean, false) then 'nothing to edit'
      end as skip
    from known k join delivery d on d.delivery_id = k.delivery_id
  )
  update delivery d set worker_no = p_worker_no, sending_at = p_at, attempts = (d.attempts + 1)::smallint,
    status = case when v.skip is null then 'sending' else 'skipped' end,
    error = coalesce(v.skip, d.error), settled_at = case when v.skip is not null then p_at end
  from judged v
  where d.delivery_id = v.delivery_id
  returning d.delivery_id, d.identity_id, d.lane, d.prompt, d.status, d.attempts, d.worker_no, v.external_id, v.look, (
      select f.file_id from card_picture f
      where f.card_number = d.prompt #>> '{picture,cardNumber}' and f.look = v.look and f.bot = p_bot), v.edit_of;
end $$;
