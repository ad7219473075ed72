-- Points. Every movement is a transfer of one member with entries that sum to zero: one on the member's account and
-- one on an account of the programme. The programme's accounts have no balance row: their balance is the sum of
-- their entries, so that no row is shared by two receipts.

create table account (
  member_id text not null references member,
  currency text not null default 'points',
  balance bigint not null default 0,
  floor bigint not null default 0,
  -- Counts the entries on this account; gaps would show a lost one.
  version bigint not null default 0,
  primary key (member_id, currency),
  check (balance >= floor)
) with (fillfactor = 80);

create table transfer (
  member_id text not null,
  transfer_id text not null,
  currency text not null default 'points',
  kind text not null check (kind in ('earn', 'burn', 'welcome', 'expire', 'adjust', 'move', 'reverse')),
  -- Signed: what the member's account gains or loses.
  amount bigint not null check (amount <> 0),
  idempotency_key text not null,
  input_hash text not null,
  receipt_id text,
  reverses text,
  -- Why, as data for a sentence: {rule, ...}.
  reason jsonb not null default '{}',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (member_id, transfer_id),
  unique (member_id, idempotency_key)
);

create table entry (
  member_id text not null,
  transfer_id text not null,
  -- 'member' or one of the programme's own: issued, burnt, expired, adjusted, moved.
  account text not null check (account in ('member', 'issued', 'burnt', 'expired', 'adjusted', 'moved')),
  currency text not null default 'points',
  amount bigint not null check (amount <> 0),
  -- Only on the member's side.
  balance_after bigint,
  version bigint,
  primary key (member_id, transfer_id, account),
  check ((account = 'member') = (version is not null and balance_after is not null))
);
create unique index entry_version on entry (member_id, currency, version) where account = 'member';

-- What one transfer brought in and what is left of it.
create table lot (
  member_id text not null,
  lot_id text not null,
  currency text not null default 'points',
  amount bigint not null check (amount > 0),
  remaining bigint not null check (remaining between 0 and amount),
  active_at timestamptz not null,
  expires_at timestamptz,
  primary key (member_id, lot_id)
) with (fillfactor = 80);
create index lot_open on lot (member_id, currency, expires_at) where remaining > 0;
create index lot_to_expire on lot (expires_at) where remaining > 0 and expires_at is not null;

-- Which lots a transfer drew from: a return gives points back with their own expiry.
create table lot_use (
  member_id text not null,
  transfer_id text not null,
  lot_id text not null,
  amount bigint not null check (amount > 0),
  primary key (member_id, transfer_id, lot_id)
);

create trigger transfer_append_only before update or delete on transfer
  for each row execute function refuse_change();
create trigger transfer_no_truncate before truncate on transfer
  for each statement execute function refuse_change();
create trigger entry_append_only before update or delete on entry
  for each row execute function refuse_change();
create trigger entry_no_truncate before truncate on entry
  for each statement execute function refuse_change();
create trigger lot_use_append_only before update or delete on lot_use
  for each row execute function refuse_change();
create trigger lot_use_no_truncate before truncate on lot_use
  for each statement execute function refuse_change();

-- Points that can be burnt at a moment: in lots that are active and have not expired.
create function spendable_points(p_member text, p_currency text, p_at timestamptz) returns bigint
language sql stable as $$
  select coalesce(sum(remaining), 0)::bigint from lot
  where member_id = p_member and currency = p_currency and remaining > 0
    and active_at <= p_at and (expires_at is null or expires_at > p_at)
$$;

-- Draws from lots, first to expire first. The caller has locked the account and made sure that enough is there.
create function take_from_lots(
  p_member text, p_currency text, p_transfer text, p_amount bigint, p_at timestamptz, p_lot text
) returns void language plpgsql as $$
declare
  v_taken bigint;
begin
  with open_lot as (
    select lot_id, remaining,
      coalesce(sum(remaining) over (
        order by expires_at nulls last, active_at, lot_id rows between unbounded preceding and 1 preceding), 0) as before
    from lot
    where member_id = p_member and currency = p_currency and remaining > 0
      and case when p_lot is null
        then active_at <= p_at and (expires_at is null or expires_at > p_at)
        else lot_id = p_lot end
  ), take as (
    select lot_id, least(remaining, p_amount - before)::bigint as amount from open_lot where before < p_amount
  ), drawn as (
    update lot set remaining = lot.remaining - take.amount
    from take where lot.member_id = p_member and lot.lot_id = take.lot_id
    returning lot.lot_id, take.amount
  ), noted as (
    insert into lot_use (member_id, transfer_id, lot_id, amount)
    select p_member, p_transfer, lot_id, amount from drawn
    returning amount
  )
  select coalesce(sum(amount), 0) into v_taken from noted;
  if v_taken <> p_amount then
    raise exception 'lots of % hold % of %', p_member, v_taken, p_amount using errcode = 'check_violation';
  end if;
end $$;

-- One transfer, for everything but receipts. Idempotent by (member, key): the same input answers 'replayed' with
-- the stored transfer, another input 'key_reused'. A loss larger than what is there answers 'insufficient_points'.
-- p: {memberId, transferId, currency, kind, amount, account, key, hash, reason, occurredAt, recordedAt,
--     activeAt, expiresAt, lotId, reverses}
create function post_transfer(p jsonb)
returns table (outcome text, transfer_id text, balance bigint, amount bigint) language plpgsql as $$
declare
  v_member text := p->>'memberId';
  v_currency text := coalesce(p->>'currency', 'points');
  v_amount bigint := (p->>'amount')::bigint;
  v_at timestamptz := (p->>'occurredAt')::timestamptz;
  v_account account%rowtype;
  v_stored transfer%rowtype;
  v_spendable bigint;
begin
  select * into v_account from account a
    where a.member_id = v_member and a.currency = v_currency for update;
  if not found then
    return query select 'no_account'::text, null::text, null::bigint, null::bigint;
    return;
  end if;
  select * into v_stored from transfer t where t.member_id = v_member and t.idempotency_key = p->>'key';
  if found then
    return query select case when v_stored.input_hash = p->>'hash' then 'replayed' else 'key_reused' end,
      v_stored.transfer_id, v_account.balance, v_stored.amount;
    return;
  end if;
  if v_amount < 0 then
    v_spendable := case when p->>'lotId' is null then spendable_points(v_member, v_currency, v_at)
      else (select remaining from lot where member_id = v_member and lot_id = p->>'lotId') end;
    if coalesce(v_spendable, 0) < -v_amount then
      return query select 'insufficient_points'::text, null::text, coalesce(v_spendable, 0), v_amount;
      return;
    end if;
    perform take_from_lots(v_member, v_currency, p->>'transferId', -v_amount, v_at, p->>'lotId');
  else
    insert into lot (member_id, lot_id, currency, amount, remaining, active_at, expires_at)
    values (v_member, 'lot' || substr(p->>'transferId', 4), v_currency, v_amount, v_amount,
      coalesce((p->>'activeAt')::timestamptz, v_at), (p->>'expiresAt')::timestamptz);
  end if;
  insert into transfer (member_id, transfer_id, currency, kind, amount, idempotency_key, input_hash, reverses, reason,
    occurred_at, recorded_at)
  values (v_member, p->>'transferId', v_currency, p->>'kind', v_amount, p->>'key', p->>'hash', p->>'reverses',
    coalesce(p->'reason', '{}'), v_at, (p->>'recordedAt')::timestamptz);
  insert into entry (member_id, transfer_id, account, currency, amount, balance_after, version)
  values
    (v_member, p->>'transferId', 'member', v_currency, v_amount, v_account.balance + v_amount, v_account.version + 1),
    (v_member, p->>'transferId', p->>'account', v_currency, -v_amount, null, null);
  update account a set balance = a.balance + v_amount, version = a.version + 1
    where a.member_id = v_member and a.currency = v_currency;
  return query select 'posted'::text, p->>'transferId', v_account.balance + v_amount, v_amount;
end $$;
