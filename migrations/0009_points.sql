-- Several currencies of points, lots that wait or are held, debts that returns leave, and where a member stands.

create table currency (
  currency text primary key check (currency ~ '^[a-z][a-z0-9_]{1,30}$'),
  kind text not null check (kind in ('points', 'stickers', 'partner')),
  -- {uk, ru, en}, each with the forms of its plural: {one, few, many, other}. Empty for points, whose words are ours.
  names jsonb not null default '{}',
  -- When earned points become active: at once, after hours or days, or on an action of the member.
  pending text not null default 'none' check (pending in ('none', 'hours', 'days', 'action')),
  pending_amount integer not null default 0 check (pending_amount >= 0),
  pending_action text,
  -- rolling: months after activation; calendar: the next month_day at least that many months away; inactivity: months
  -- after the member's last receipt.
  expiry text not null default 'rolling' check (expiry in ('never', 'rolling', 'calendar', 'inactivity')),
  expiry_months integer not null default 12 check (expiry_months >= 0),
  expiry_month_day text not null default '12-31' check (expiry_month_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  -- Points at most from one receipt, on one day, and on the account; what goes beyond is trimmed.
  cap_receipt bigint check (cap_receipt > 0),
  cap_day bigint check (cap_day > 0),
  cap_balance bigint check (cap_balance > 0),
  position smallint not null default 0,
  closed_at timestamptz,
  check (pending <> 'action' or pending_action is not null)
);

insert into currency (currency, kind, pending, pending_amount, expiry, expiry_months)
select 'points', 'points', case when p.pending_hours > 0 then 'hours' else 'none' end, coalesce(p.pending_hours, 0),
  case when p.programme_id is not null and p.points_life_months is null then 'never' else 'rolling' end,
  coalesce(p.points_life_months, 12)
from (select 1) one left join programme p on true;

alter table programme drop column pending_hours;
alter table programme drop column points_life_months;

-- What the programme does and asks beyond a single receipt.
alter table programme
  -- A return of points that are spent already: the debt is remembered and the balance shows 0, or it goes below zero.
  add column return_policy text not null default 'debt' check (return_policy in ('debt', 'negative')),
  -- How a tier is reached: everything bought or earned, ever, in the calendar year, or in the last months.
  add column tier_basis text not null default 'spend' check (tier_basis in ('spend', 'points')),
  add column tier_period text not null default 'always' check (tier_period in ('always', 'year', 'months')),
  add column tier_months integer not null default 12 check (tier_months between 1 and 60),
  add column tier_grace_days integer not null default 30 check (tier_grace_days between 0 and 366),
  add column tier_downgrade text not null default 'never' check (tier_downgrade in ('never', 'one_down', 'by_standing')),
  -- Adjustments above it need a second pair of eyes.
  add column adjustment_limit bigint not null default 500 check (adjustment_limit >= 0),
  add column gift_day_limit bigint not null default 500 check (gift_day_limit >= 0),
  add column gift_days integer not null default 7 check (gift_days between 1 and 60),
  -- How long an anonymous receipt can be claimed.
  add column claim_days integer not null default 14 check (claim_days between 0 and 366);

-- What a tier brings, in the words of each language: {uk: [...], ru: [...], en: [...]}.
alter table tier add column benefits jsonb not null default '{}';

-- Where a member stands, in one row that every receipt changes. Locking it locks all of the member's points, and its
-- version tells whether what the rules looked at is still so.
create table standing (
  member_id text primary key references member,
  version bigint not null default 0,
  receipts integer not null default 0,
  -- Everything bought with the card, in minor units; returns are taken off.
  turnover_minor bigint not null default 0,
  first_receipt_at timestamptz,
  last_receipt_at timestamptz,
  -- What counts for the tier by month of the programme's time zone: {"2026-11": 12345}.
  months jsonb not null default '{}',
  -- Points earned on `day`, by currency: {"points": 120}.
  day date,
  earned_today jsonb not null default '{}',
  -- Of rules with a limit, a cap or a cooldown: {rul_x: {times, timesToday, points, pointsToday, lastAt}}.
  rule_use jsonb not null default '{}',
  -- Since when the member no longer reaches the tier they have, and until when it is kept.
  tier_lost_at timestamptz,
  tier_kept_until timestamptz
) with (fillfactor = 80);

insert into standing (member_id, turnover_minor, receipts, first_receipt_at, last_receipt_at, months)
select m.member_id, m.turnover_minor, coalesce(r.receipts, 0), r.first_at, r.last_at, coalesce(r.months, '{}')
from member m left join (
  select member_id, sum(receipts)::integer as receipts, min(first_at) as first_at, max(last_at) as last_at,
    jsonb_object_agg(month, amount) as months
  from (
    select member_id, to_char(occurred_at at time zone 'Europe/Kyiv', 'YYYY-MM') as month, sum(amount_minor) as amount,
      count(*) as receipts, min(occurred_at) as first_at, max(occurred_at) as last_at
    from receipt group by 1, 2) by_month
  group by member_id) r using (member_id);

alter table member drop column turnover_minor;
-- Year, month and day as the member told; the year may be left out (0004 stands for none).
alter table member add column birthday date;

-- Every tier a member has had: receipts that come late earn by the tier of their time.
create table tier_change (
  member_id text not null references member,
  changed_at timestamptz not null,
  from_tier text not null,
  to_tier text not null,
  primary key (member_id, changed_at)
);

alter table account
  -- Points taken back that had been spent already: the next earnings pay them. balance = open lots - owed.
  add column owed bigint not null default 0 check (owed >= 0);
alter table account drop constraint account_check;
alter table account drop column floor;
alter table account add constraint account_not_below_its_floor check (balance >= -owed);

alter table lot
  -- What open holds keep of it.
  add column held bigint not null default 0 check (held >= 0),
  -- True until its activation was announced.
  add column pending boolean not null default false,
  -- The action that makes it active; active_at is then 'infinity'.
  add column waits_for text,
  add constraint lot_holds_what_it_has check (held <= remaining);
create index lot_to_activate on lot (active_at) where pending;
update lot set pending = true where active_at > now() and remaining > 0;

alter table transfer drop constraint transfer_kind_check;
alter table transfer add constraint transfer_kind_check check (kind in
  ('earn', 'burn', 'welcome', 'expire', 'adjust', 'move', 'reverse', 'gift', 'stamp'));
create index transfer_of_receipt on transfer (member_id, receipt_id) where receipt_id is not null;
create index transfer_that_reverses on transfer (member_id, reverses) where reverses is not null;

-- Points set aside for a while: captured, all or in part, voided, or released by themselves when their time is up.
create table hold (
  member_id text not null references member,
  hold_id text not null,
  currency text not null default 'points' references currency,
  hold_key text not null,
  input_hash text not null,
  amount bigint not null check (amount > 0),
  status text not null default 'open' check (status in ('open', 'captured', 'voided', 'expired')),
  captured bigint not null default 0,
  transfer_id text,
  asked_by text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  primary key (member_id, hold_id),
  unique (member_id, hold_key),
  check (captured between 0 and amount)
);
create unique index hold_by_id on hold (hold_id);
create index hold_to_expire on hold (expires_at) where status = 'open';

-- Which lots a hold keeps.
create table hold_lot (
  member_id text not null,
  hold_id text not null,
  lot_id text not null,
  amount bigint not null check (amount > 0),
  primary key (member_id, hold_id, lot_id)
);

-- Points on their way from one member to another.
create table gift (
  member_id text not null references member,
  gift_id text not null,
  currency text not null default 'points' references currency,
  amount bigint not null check (amount > 0),
  -- Stands in the link that the giver sends on.
  code text not null unique,
  -- Known when the giver named somebody who is a member.
  to_member_id text references member,
  note text not null default '',
  status text not null default 'waiting' check (status in ('waiting', 'accepted', 'returned', 'cancelled')),
  given_at timestamptz not null,
  expires_at timestamptz not null,
  settled_at timestamptz,
  primary key (member_id, gift_id)
);
create index gift_to_return on gift (expires_at) where status = 'waiting';
create index gift_for_member on gift (to_member_id) where status = 'waiting';

-- Points that staff give or take with a reason; above the programme's limit a second person has to agree.
create table adjustment (
  member_id text not null references member,
  adjustment_id text not null,
  currency text not null default 'points' references currency,
  amount bigint not null check (amount <> 0),
  reason text not null check (reason in ('apology', 'correction', 'lost_receipt', 'contest', 'fraud', 'other')),
  note text not null default '',
  status text not null default 'waiting' check (status in ('waiting', 'posted', 'refused', 'reversed')),
  asked_by text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  transfer_id text,
  reversed_by text,
  reversed_at timestamptz,
  primary key (member_id, adjustment_id),
  check (decided_by is null or status = 'waiting' or decided_by <> '')
);
create unique index adjustment_by_id on adjustment (adjustment_id);
create index adjustment_waiting on adjustment (asked_at) where status = 'waiting';

-- Two members who were one person.
create table merge (
  merge_id text primary key,
  from_member_id text not null references member,
  to_member_id text not null references member,
  status text not null default 'merged' check (status in ('merged', 'undone')),
  -- What to put back when it is undone: cards, identities, phone.
  moved jsonb not null,
  merged_by text not null,
  merged_at timestamptz not null,
  undone_by text,
  undone_at timestamptz
);

-- Warnings that were given before points expire: once for a member, a day and a distance.
create table expiry_warning (
  member_id text not null,
  currency text not null,
  expires_on date not null,
  days_before smallint not null,
  amount bigint not null,
  warned_at timestamptz not null,
  primary key (member_id, currency, expires_on, days_before)
);

-- Points that can be burnt at a moment: in lots that are active, have not expired and that no hold keeps.
create or replace function spendable_points(p_member text, p_currency text, p_at timestamptz) returns bigint
language sql stable as $$
  select coalesce(sum(remaining - held), 0)::bigint from lot
  where member_id = p_member and currency = p_currency and remaining > 0
    and active_at <= p_at and (expires_at is null or expires_at > p_at)
$$;

-- Draws from lots, first to expire first; from p_lot alone when it is given, whether active or not; from what p_hold
-- keeps when that is given. The caller has locked the standing and made sure that enough is there.
drop function take_from_lots(text, text, text, bigint, timestamptz, text);
create function take_from_lots(
  p_member text, p_currency text, p_transfer text, p_amount bigint, p_at timestamptz, p_lot text, p_hold text
) returns void language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
  v_taken bigint;
begin
  with open_lot as (
    select l.lot_id, case when p_hold is null then l.remaining - l.held else h.amount end as free, l.expires_at, l.active_at
    from lot l left join hold_lot h on h.member_id = l.member_id and h.hold_id = p_hold and h.lot_id = l.lot_id
    where l.member_id = p_member and l.currency = p_currency and l.remaining > 0
      and case when p_hold is not null then h.lot_id is not null
        when p_lot is null then l.active_at <= p_at and (l.expires_at is null or l.expires_at > p_at)
        else l.lot_id = p_lot end
  ), in_order as (
    select lot_id, free, coalesce(sum(free) over (
        order by expires_at nulls last, active_at, lot_id rows between unbounded preceding and 1 preceding), 0) as before
    from open_lot where free > 0
  ), take as (
    select lot_id, least(free, p_amount - before)::bigint as amount from in_order where before < p_amount
  ), drawn as (
    update lot set remaining = lot.remaining - take.amount,
      held = lot.held - case when p_hold is null then 0 else take.amount end
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

-- Takes as much as there is: out of p_lot first, then out of active lots, then out of pending ones; never what is held.
-- Returns what it took.
create function take_what_is_there(
  p_member text, p_currency text, p_transfer text, p_amount bigint, p_at timestamptz, p_lots text[]
) returns bigint language plpgsql as $$
declare
  v_taken bigint;
begin
  with in_order as (
    select lot_id, remaining - held as free, coalesce(sum(remaining - held) over (
        order by (lot_id = any (p_lots)) desc, active_at > p_at, expires_at nulls last, active_at, lot_id
        rows between unbounded preceding and 1 preceding), 0) as before
    from lot
    where member_id = p_member and currency = p_currency and remaining > held
      and (expires_at is null or expires_at > p_at or lot_id = any (p_lots))
  ), take as (
    select lot_id, least(free, p_amount - before)::bigint as amount from in_order where before < p_amount
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
  return v_taken;
end $$;

-- One transfer, for everything but receipts. Idempotent by (member, key): the same input answers 'replayed' with
-- the stored transfer, another input 'key_reused'. A loss larger than what is there answers 'insufficient_points',
-- unless it may leave a debt (canOwe). A gain first pays what is owed.
-- p: {memberId, transferId, currency, kind, amount, account, key, hash, reason, occurredAt, recordedAt, receiptId,
--     reverses, and for a gain: lots [{amount, activeAt, expiresAt, waitsFor}] (one that is active at once when left
--     out); for a loss: lotId (out of this lot alone), holdId (out of what it keeps), lotIds and canOwe (out of these
--     first, then of all others, and the rest is owed)}
create or replace function post_transfer(p jsonb)
returns table (outcome text, transfer_id text, balance bigint, amount bigint) language plpgsql as $$
declare
  v_member text := p->>'memberId';
  v_transfer text := p->>'transferId';
  v_currency text := coalesce(p->>'currency', 'points');
  v_amount bigint := (p->>'amount')::bigint;
  v_at timestamptz := (p->>'occurredAt')::timestamptz;
  v_can_owe boolean := coalesce((p->>'canOwe')::boolean, false);
  v_account account%rowtype;
  v_stored transfer%rowtype;
  v_spendable bigint;
  v_owed bigint := 0;
begin
  perform from standing s where s.member_id = v_member for update;
  if not found then
    return query select 'no_account'::text, null::text, null::bigint, null::bigint;
    return;
  end if;
  insert into account (member_id, currency) values (v_member, v_currency) on conflict do nothing;
  select * into v_account from account a where a.member_id = v_member and a.currency = v_currency for update;
  select * into v_stored from transfer t where t.member_id = v_member and t.idempotency_key = p->>'key';
  if found then
    return query select case when v_stored.input_hash = p->>'hash' then 'replayed' else 'key_reused' end,
      v_stored.transfer_id, v_account.balance, v_stored.amount;
    return;
  end if;
  if v_amount < 0 and v_can_owe then
    v_owed := -v_amount - take_what_is_there(v_member, v_currency, v_transfer, -v_amount, v_at,
      coalesce((select array_agg(l) from jsonb_array_elements_text(p->'lotIds') l), '{}'));
  elsif v_amount < 0 then
    v_spendable := case
      when p->>'holdId' is not null then (select o.amount from hold o
        where o.member_id = v_member and o.hold_id = p->>'holdId' and o.status = 'open')
      when p->>'lotId' is not null then (select remaining - held from lot l
        where l.member_id = v_member and l.lot_id = p->>'lotId')
      else spendable_points(v_member, v_currency, v_at) end;
    if coalesce(v_spendable, 0) < -v_amount then
      return query select 'insufficient_points'::text, null::text, coalesce(v_spendable, 0), v_amount;
      return;
    end if;
    perform take_from_lots(v_member, v_currency, v_transfer, -v_amount, v_at, p->>'lotId', p->>'holdId');
  else
    v_owed := -least(v_account.owed, v_amount);
    with wanted as (
      select l.ordinality, (l.lot->>'amount')::bigint as amount, coalesce((l.lot->>'activeAt')::timestamptz, v_at) as active_at,
        (l.lot->>'expiresAt')::timestamptz as expires_at, l.lot->>'waitsFor' as waits_for
      from jsonb_array_elements(coalesce(p->'lots', jsonb_build_array(jsonb_build_object('amount', v_amount))))
        with ordinality as l(lot, ordinality)
    ), paying as (
      -- What is owed is paid out of the lot that would expire first.
      select w.*, greatest(0, least(w.amount, -v_owed - coalesce(sum(w.amount) over (
        order by w.expires_at nulls last, w.ordinality rows between unbounded preceding and 1 preceding), 0)))::bigint as pays
      from wanted w
    ), made as (
      insert into lot (member_id, lot_id, currency, amount, remaining, active_at, expires_at, waits_for, pending)
      select v_member, 'lot' || substr(v_transfer, 4) || case when y.ordinality = 1 then '' else '.' || y.ordinality end,
        v_currency, y.amount, y.amount - y.pays, y.active_at, y.expires_at, y.waits_for,
        y.active_at > (p->>'recordedAt')::timestamptz
      from paying y
    )
    insert into lot_use (member_id, transfer_id, lot_id, amount)
    select v_member, v_transfer, 'lot' || substr(v_transfer, 4) || case when y.ordinality = 1 then '' else '.' || y.ordinality end,
      y.pays
    from paying y where y.pays > 0;
  end if;
  insert into transfer (member_id, transfer_id, currency, kind, amount, idempotency_key, input_hash, receipt_id, reverses,
    reason, occurred_at, recorded_at)
  values (v_member, v_transfer, v_currency, p->>'kind', v_amount, p->>'key', p->>'hash', p->>'receiptId', p->>'reverses',
    coalesce(p->'reason', '{}'), v_at, (p->>'recordedAt')::timestamptz);
  insert into entry (member_id, transfer_id, account, currency, amount, balance_after, version)
  values
    (v_member, v_transfer, 'member', v_currency, v_amount, v_account.balance + v_amount, v_account.version + 1),
    (v_member, v_transfer, p->>'account', v_currency, -v_amount, null, null);
  update account a set balance = a.balance + v_amount, version = a.version + 1, owed = a.owed + v_owed
    where a.member_id = v_member and a.currency = v_currency;
  update standing s set version = s.version + 1 where s.member_id = v_member;
  return query select 'posted'::text, v_transfer, v_account.balance + v_amount, v_amount;
end $$;
