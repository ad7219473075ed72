-- What happened, recorded in the transaction in which it happened. Readers follow (recorded_in, event_no) up to the
-- oldest transaction still running, so that an event committed late is never passed over.
create table event (
  member_id text not null,
  event_id text not null,
  event_no bigint generated always as identity,
  recorded_in xid8 not null default pg_current_xact_id(),
  kind text not null,
  data jsonb not null,
  recorded_at timestamptz not null,
  primary key (member_id, event_id)
);
create index event_in_order on event (recorded_in, event_no);

-- How far each reader has come.
create table event_reader (
  reader text primary key,
  recorded_in xid8 not null,
  event_no bigint not null
);

create table receipt (
  member_id text not null,
  receipt_id text not null,
  store_id text not null,
  till_id text,
  external_id text not null,
  number text not null,
  amount_minor bigint not null check (amount_minor >= 0),
  money_currency text not null default 'UAH',
  earned bigint not null check (earned >= 0),
  burnt bigint not null check (burnt >= 0),
  balance_after bigint not null,
  -- Who accepted it: a staff id or an API key id.
  accepted_by text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (member_id, receipt_id)
);
create index receipt_of_member_by_time on receipt (member_id, occurred_at desc);
create index receipt_of_cashier on receipt (accepted_by, recorded_at desc);

create table receipt_line (
  member_id text not null,
  receipt_id text not null,
  line_no smallint not null,
  sku text not null,
  name text not null,
  category text not null,
  -- Thousandths of a piece or kilogram.
  quantity_milli bigint not null,
  price_minor bigint not null,
  discount_minor bigint not null default 0,
  amount_minor bigint not null,
  primary key (member_id, receipt_id, line_no)
);

-- A receipt earns once: its key is the store's and the till's own word for it.
create table receipt_key (
  store_id text not null,
  external_id text not null,
  member_id text not null,
  receipt_id text not null,
  input_hash text not null,
  primary key (store_id, external_id)
);

-- A burn that waits for the member's word in the chat. The receipt is kept as it was entered.
create table burn_request (
  member_id text not null references member,
  burn_request_id text not null,
  status text not null default 'waiting'
    check (status in ('waiting', 'confirmed', 'accepted', 'refused', 'failed', 'expired')),
  points bigint not null check (points > 0),
  store_id text not null,
  till_id text,
  staff_id text not null,
  -- The receipt to accept once the member agrees.
  receipt jsonb not null,
  refusal jsonb,
  receipt_id text,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  primary key (member_id, burn_request_id)
);
create unique index burn_request_by_id on burn_request (burn_request_id);
create index burn_request_waiting on burn_request (expires_at) where status = 'waiting';

-- Accepts receipts, one or many, in one statement each phase. p_items is an array of
--   {no, memberId, receiptId, storeId, tillId, externalId, number, amountMinor, moneyCurrency, earn, burn, hash,
--    acceptedBy, occurredAt, activeAt, expiresAt, earnReason, earnTransferId, burnTransferId, eventId, lines}
-- and each answer carries its `no` and one of
--   accepted, replayed (same key and hash), key_reused (same key, another hash), insufficient_points, no_account,
--   busy (somebody else holds this member's account: send it again in a moment),
--   again (it depends on another item of the batch: send it again). A refusal's balance is what can be burnt.
-- An item may carry recordedAt, for history that is brought in.
-- Locks: keys in key order, then those accounts that nobody holds. It never waits for an account, so that one member
-- whose account is held keeps up nobody else; whoever else locks accounts does it before anything that a receipt touches.
create function post_receipts(p_items jsonb, p_recorded_at timestamptz)
returns table (no integer, outcome text, receipt_id text, earned bigint, burnt bigint, balance bigint)
language plpgsql
-- The planner cannot know how few the items are, and would read whole tables for a handful of them.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  v_burn record;
  v_accepted integer[];
  v_mine text[];
begin
  insert into receipt_key (store_id, external_id, member_id, receipt_id, input_hash)
  select "storeId", "externalId", "memberId", "receiptId", hash
  from jsonb_to_recordset(p_items)
    as i("storeId" text, "externalId" text, "memberId" text, "receiptId" text, hash text)
  order by "storeId", "externalId", "receiptId"
  on conflict do nothing;

  select array_agg(held.member_id) into v_mine from (
    select a.member_id from account a
    where a.currency = 'points' and a.member_id in (select i->>'memberId' from jsonb_array_elements(p_items) i)
    order by a.member_id for update skip locked
  ) held;
  v_mine := coalesce(v_mine, '{}');

  -- Which of them can be accepted. A member's second receipt in a batch waits when either of them burns.
  select array_agg(v.no) into v_accepted from (
    select i.no,
      row_number() over w as turn,
      bool_or(i.burn > 0) over (partition by i."memberId") as burns,
      i.burn = 0 or i.burn <= spendable_points(i."memberId", 'points', p_recorded_at) as enough
    from jsonb_to_recordset(p_items)
        as i(no integer, "memberId" text, "receiptId" text, "storeId" text, "externalId" text, burn bigint)
      join receipt_key k on k.store_id = i."storeId" and k.external_id = i."externalId"
        and k.receipt_id = i."receiptId"
    -- The caller may send a batch again whose answer was lost: what is stored already is not accepted twice.
    where i."memberId" = any (v_mine)
      and not exists (select from receipt r where r.member_id = i."memberId" and r.receipt_id = i."receiptId")
    window w as (partition by i."memberId" order by i.no)
  ) v where v.enough and (v.turn = 1 or not v.burns);
  v_accepted := coalesce(v_accepted, '{}');

  for v_burn in
    select i."memberId" as member_id, i."burnTransferId" as transfer_id, i.burn
    from jsonb_to_recordset(p_items) as i(no integer, "memberId" text, "burnTransferId" text, burn bigint)
    where i.burn > 0 and i.no = any (v_accepted)
  loop
    perform take_from_lots(v_burn.member_id, 'points', v_burn.transfer_id, v_burn.burn, p_recorded_at, null);
  end loop;

  return query
  with item as materialized (
    select i.*, a.balance as balance_before, a.version as version_before,
      sum(i.earn - i.burn) over w as change_to_here,
      sum((i.earn > 0)::integer + (i.burn > 0)::integer) over w as entries_to_here,
      row_number() over (partition by i."memberId" order by i.no desc) = 1 as last_of_member,
      sum(i."amountMinor") over (partition by i."memberId") as turnover_change
    from jsonb_to_recordset(p_items) as i(no integer, "memberId" text, "receiptId" text, "storeId" text,
        "tillId" text, "externalId" text, number text, "amountMinor" bigint, "moneyCurrency" text, earn bigint,
        burn bigint, hash text, "acceptedBy" text, "occurredAt" timestamptz, "activeAt" timestamptz,
        "expiresAt" timestamptz, "recordedAt" timestamptz, "earnReason" jsonb, "earnTransferId" text, "burnTransferId" text, "eventId" text,
        lines jsonb)
      join account a on a.member_id = i."memberId" and a.currency = 'points'
    where i.no = any (v_accepted)
    window w as (partition by i."memberId" order by i.no)
  ), movement as materialized (
    select i."memberId", i."burnTransferId" as transfer_id, 'burn' as kind, 'burnt' as account, -i.burn as amount,
      i."receiptId", i.hash, '{}'::jsonb as reason, i."occurredAt", i."recordedAt",
      i.balance_before + i.change_to_here - i.earn as balance_after,
      i.version_before + i.entries_to_here - (i.earn > 0)::integer as version
    from item i where i.burn > 0
    union all
    select i."memberId", i."earnTransferId", 'earn', 'issued', i.earn, i."receiptId", i.hash,
      coalesce(i."earnReason", '{}'), i."occurredAt", i."recordedAt", i.balance_before + i.change_to_here,
      i.version_before + i.entries_to_here
    from item i where i.earn > 0
  ), new_transfer as (
    insert into transfer (member_id, transfer_id, kind, amount, idempotency_key, input_hash, receipt_id, reason,
      occurred_at, recorded_at)
    select m."memberId", m.transfer_id, m.kind, m.amount, m.kind || ':' || m."receiptId", m.hash, m."receiptId",
      m.reason, m."occurredAt", coalesce(m."recordedAt", p_recorded_at)
    from movement m
  ), new_entry as (
    insert into entry (member_id, transfer_id, account, amount, balance_after, version)
    select m."memberId", m.transfer_id, 'member', m.amount, m.balance_after, m.version from movement m
    union all
    select m."memberId", m.transfer_id, m.account, -m.amount, null, null from movement m
  ), new_lot as (
    insert into lot (member_id, lot_id, amount, remaining, active_at, expires_at)
    select i."memberId", 'lot' || substr(i."earnTransferId", 4), i.earn, i.earn, i."activeAt", i."expiresAt"
    from item i where i.earn > 0
  ), new_balance as (
    update account a set balance = i.balance_before + i.change_to_here, version = i.version_before + i.entries_to_here
    from item i where i.last_of_member and a.member_id = i."memberId" and a.currency = 'points'
  ), new_turnover as (
    update member m set turnover_minor = m.turnover_minor + i.turnover_change,
      tier_key = coalesce((select t.tier_key from tier t
        where t.from_turnover_minor <= m.turnover_minor + i.turnover_change order by t.position desc limit 1), m.tier_key)
    from item i where i.last_of_member and m.member_id = i."memberId"
  ), new_receipt as (
    insert into receipt (member_id, receipt_id, store_id, till_id, external_id, number, amount_minor, money_currency,
      earned, burnt, balance_after, accepted_by, occurred_at, recorded_at)
    select i."memberId", i."receiptId", i."storeId", i."tillId", i."externalId", i.number, i."amountMinor",
      i."moneyCurrency", i.earn, i.burn, i.balance_before + i.change_to_here, i."acceptedBy", i."occurredAt",
      coalesce(i."recordedAt", p_recorded_at)
    from item i
  ), new_line as (
    insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, quantity_milli, price_minor,
      discount_minor, amount_minor)
    select i."memberId", i."receiptId", l.ordinality, l.line->>'sku', l.line->>'name', l.line->>'category',
      (l.line->>'quantityMilli')::bigint, (l.line->>'priceMinor')::bigint,
      coalesce((l.line->>'discountMinor')::bigint, 0), (l.line->>'amountMinor')::bigint
    from item i, jsonb_array_elements(i.lines) with ordinality as l(line, ordinality)
    where jsonb_typeof(i.lines) = 'array'
  ), new_event as (
    insert into event (member_id, event_id, kind, data, recorded_at)
    select i."memberId", i."eventId", 'receipt.accepted', jsonb_build_object(
        'receiptId', i."receiptId", 'storeId', i."storeId", 'number', i.number, 'amountMinor', i."amountMinor",
        'earned', i.earn, 'burnt', i.burn, 'balance', i.balance_before + i.change_to_here), p_recorded_at
    from item i where i."eventId" is not null
  )
  select i.no, 'accepted'::text, i."receiptId", i.earn, i.burn, (i.balance_before + i.change_to_here)::bigint from item i
  union all
  select i.no,
    case
      when r.receipt_id is not null then case when k.input_hash = i.hash then 'replayed' else 'key_reused' end
      when a.member_id is null then 'no_account'
      when not i."memberId" = any (v_mine) then 'busy'
      -- Behind another receipt of its member its turn has not come; alone in its place it was refused for its burn.
      when i.turn = 1 and k.receipt_id = i."receiptId" then 'insufficient_points'
      else 'again'
    end,
    r.receipt_id, r.earned, r.burnt,
    coalesce(r.balance_after, spendable_points(i."memberId", 'points', p_recorded_at))
  from (select e.*, row_number() over (partition by "memberId" order by e.no) as turn
      from jsonb_to_recordset(p_items)
        as e(no integer, "memberId" text, "receiptId" text, "storeId" text, "externalId" text, hash text)) i
    left join account a on a.member_id = i."memberId" and a.currency = 'points'
    left join receipt_key k on k.store_id = i."storeId" and k.external_id = i."externalId"
    left join receipt r on r.member_id = k.member_id and r.receipt_id = k.receipt_id
  where not i.no = any (v_accepted);

  -- Keys of items that were not accepted are given back.
  if array_length(v_accepted, 1) is distinct from jsonb_array_length(p_items) then
    delete from receipt_key k using jsonb_to_recordset(p_items)
      as i("storeId" text, "externalId" text, "receiptId" text)
    where k.store_id = i."storeId" and k.external_id = i."externalId" and k.receipt_id = i."receiptId"
      and not exists (select from receipt r where r.member_id = k.member_id and r.receipt_id = k.receipt_id);
  end if;
end $$;
