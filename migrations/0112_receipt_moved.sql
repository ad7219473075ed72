-- The message of a purchase is the most frequent of all, and had to go through the transfers, entries and lots of its receipt
-- for stamps, and to learn that nothing of it waits. A receipt keeps now what it moved besides points, as it keeps points.
alter table receipt
  -- Of each currency but points what it moved and the account after it, {"stamps": {"amount": 1, "balance": 3}}; null:
  -- it was not noted, look at the transfers.
  add column moved jsonb;

-- post_receipts notes it, and asks arrays what needs no query of its own; nothing else of it is changed.
-- Accepts receipts, one or many. Everything comes as columns: r_ one element a receipt, m_ one a movement of points,
-- l_ one a line, b_ one for each receipt and rule with a budget; m_no, l_no and b_no are places in r_ (from 1). A member
-- stands at most once among the receipts: what a second one brings depends on the first. Answers for each place one of
--   accepted, replayed (same key and hash), key_reused (same key, another hash), insufficient_points, no_account,
--   busy (somebody else holds this member's standing: send it again in a moment),
--   again (what the rules looked at has changed meanwhile: evaluate it anew).
-- A refusal's balance is what can be burnt; a replay brings what was told the first time.
-- Locks: keys in key order, then those standings that nobody holds, then budgets in order. It never waits for a standing,
-- so that one member whose points are held keeps up nobody else.
-- Plans are made once: the planner cannot know how few the items are, and would read whole tables for a handful.
create or replace function post_receipts(
  p_recorded_at timestamptz, p_money text,
  r_member text[], r_receipt text[], r_store text[], r_till text[], r_external text[], r_number text[],
  r_amount bigint[], r_discount bigint[], r_earned bigint[], r_burnt bigint[], r_hash text[], r_by text[],
  r_occurred timestamptz[], r_recorded timestamptz[], r_told text[], r_event text[],
  -- The standing as it will be. r_version: as it was when the rules looked; null takes it as it is.
  r_version bigint[], r_tier text[], r_month text[], r_counts bigint[], r_day date[], r_earned_today text[], r_rule_use text[],
  m_no integer[], m_transfer text[], m_kind text[], m_account text[], m_currency text[], m_amount bigint[],
  m_active timestamptz[], m_expires timestamptz[], m_waits text[], m_hold text[], m_reason text[],
  l_no integer[], l_line smallint[], l_sku text[], l_name text[], l_category text[], l_brand text[], l_excluded boolean[],
  l_quantity bigint[], l_price bigint[], l_discount bigint[], l_our_discount bigint[], l_amount bigint[],
  b_no integer[], b_rule text[], b_points bigint[],
  -- What else happened: messages and events of rules.
  e_no integer[], e_event text[], e_kind text[], e_data text[]
) returns table (no integer, outcome text, receipt_id text, earned bigint, burnt bigint, balance bigint,
  amount_minor bigint, discount_minor bigint, told jsonb)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
set enable_bitmapscan = off set jit = off
as $$
#variable_conflict use_column
declare
  v_all integer := coalesce(array_length(r_member, 1), 0);
  v_ok boolean[];
  v_held text[];
  v_loses boolean;
  v_loss record;
  v_short integer[] := '{}';
  v_budget record;
  v_charge record;
  v_others boolean := coalesce('points' <> any (m_currency), false);
  v_other record;
  v_moved jsonb[] := array_fill('{}'::jsonb, array[v_all]);
begin
  insert into receipt_key (store_id, external_id, member_id, receipt_id, input_hash)
  select i.store, i.external, i.member, i.receipt, i.hash
  from unnest(r_store, r_external, r_member, r_receipt, r_hash) as i(store, external, member, receipt, hash)
  order by i.store, i.external, i.receipt
  on conflict do nothing;

  -- Which of them can be accepted: the key is theirs and nothing is stored under it yet (a caller whose answer was lost
  -- may send a batch again), the standing is ours and as the rules saw it.
  with judged as materialized (
    select i.no, case when s.member_id is not null then i.member end as held,
      s.member_id is not null and (i.version is null or i.version = s.version)
        and (select true from receipt_key k
          where k.store_id = i.store and k.external_id = i.external and k.receipt_id = i.receipt) is not null
        and (select true from receipt r where r.member_id = i.member and r.receipt_id = i.receipt) is null as ok
    from (select * from unnest(r_member, r_receipt, r_store, r_external, r_version) with ordinality
        as u(member, receipt, store, external, version, no) order by member) i
      left join lateral (
        select st.member_id, st.version from standing st where st.member_id = i.member for update skip locked) s on true
  )
  select array_agg(j.ok order by j.no), array_agg(j.held) filter (where j.held is not null) into v_ok, v_held from judged j;

  -- Points that pay, and stamps that a free piece takes: all of a receipt's losses are there, or none is drawn.
  v_loses := 0 > any (m_amount);
  if v_loses then
    for v_loss in
      select i.no, r_member[i.no] as member, i.currency, i.hold, sum(-i.amount)::bigint as amount
      from unnest(m_no, m_currency, m_amount, m_hold) as i(no, currency, amount, hold)
      where i.amount < 0 group by i.no, i.currency, i.hold
    loop
      if v_ok[v_loss.no] and v_loss.amount > (case when v_loss.hold is null
          then spendable_points(v_loss.member, v_loss.currency, p_recorded_at)
          else coalesce((select o.amount from hold o
            where o.member_id = v_loss.member and o.hold_id = v_loss.hold and o.status = 'open'), 0) end) then
        v_ok[v_loss.no] := false;
        -- Stamps that have gone meanwhile make another receipt of it, not one that is refused.
        if v_loss.currency = 'points' then v_short := v_short || v_loss.no; end if;
      end if;
    end loop;
  end if;

  if array_length(b_no, 1) > 0 then
    for v_budget in select distinct b.rule from unnest(b_rule) as b(rule) order by b.rule loop
      -- Counted here and not by the loop's query, which does not see what an earlier budget has turned away.
      select sum(b.points)::bigint as points, array_agg(b.no) as nos into v_charge
      from unnest(b_no, b_rule, b_points) as b(no, rule, points) where b.rule = v_budget.rule and v_ok[b.no];
      continue when v_charge.points is null;
      update rule_budget g set spent = g.spent + v_charge.points
      where g.rule_id = v_budget.rule and g.spent + v_charge.points <= g.points;
      -- A rule may have lost its budget since the version that counts for a late receipt.
      if not found and exists (select from rule_budget g where g.rule_id = v_budget.rule) then
        -- Others have spent it: these receipts are evaluated anew, and what they took of other budgets is given back.
        update rule_budget g set spent = g.spent - back.points
        from (select b.rule, sum(b.points)::bigint as points
          from unnest(b_no, b_rule, b_points) as b(no, rule, points)
          where b.no = any (v_charge.nos) and b.rule < v_budget.rule group by b.rule) back
        where g.rule_id = back.rule;
        for i in 1 .. array_length(v_charge.nos, 1) loop
          v_ok[v_charge.nos[i]] := false;
        end loop;
      end if;
    end loop;
  end if;

  if v_loses then
    for v_loss in
      select i.no, r_member[i.no] as member, i.transfer, i.currency, -i.amount as amount, i.hold
      from unnest(m_no, m_transfer, m_currency, m_amount, m_hold) with ordinality
        as i(no, transfer, currency, amount, hold, place)
      where i.amount < 0 and v_ok[i.no] order by i.place
    loop
      perform take_from_lots(v_loss.member, v_loss.currency, v_loss.transfer, v_loss.amount, p_recorded_at, null,
        v_loss.hold);
    end loop;
  end if;

  if v_others then
    insert into account (member_id, currency)
    select distinct r_member[m.no], m.currency from unnest(m_no, m_currency) as m(no, currency)
    where v_ok[m.no] and m.currency <> 'points'
    on conflict do nothing;
  end if;

  with movement as materialized (
    select r_member[i.no] as member, r_receipt[i.no] as receipt, r_hash[i.no] as hash, r_occurred[i.no] as occurred_at,
      coalesce(r_recorded[i.no], p_recorded_at) as recorded_at, i.transfer, i.kind, i.account, i.currency, i.amount,
      i.active, i.expires, i.waits, i.reason, i.place,
      a.balance + sum(i.amount) over w as balance_after,
      a.version + row_number() over w as version,
      row_number() over (partition by i.no, i.currency order by i.place desc) = 1 as is_last,
      -- What is owed is paid by the gains, the first of them first.
      case when i.amount > 0 then greatest(0, least(i.amount, a.owed - (sum(greatest(i.amount, 0)) over w - i.amount))) else 0 end as pays,
      sum(greatest(i.amount, 0)) over (partition by i.no, i.currency) as gains
    from unnest(m_no, m_transfer, m_kind, m_account, m_currency, m_amount, m_active, m_expires, m_waits, m_reason)
        with ordinality as i(no, transfer, kind, account, currency, amount, active, expires, waits, reason, place)
      join account a on a.member_id = r_member[i.no] and a.currency = i.currency
    where v_ok[i.no]
    window w as (partition by i.no, i.currency order by i.place)
  ), new_transfer as (
    insert into transfer (member_id, transfer_id, currency, kind, amount, idempotency_key, input_hash, receipt_id, reason,
      occurred_at, recorded_at)
    select m.member, m.transfer, m.currency, m.kind, m.amount, m.kind || ':' || m.receipt || ':' || m.place, m.hash, m.receipt,
      m.reason::jsonb, m.occurred_at, m.recorded_at
    from movement m
  ), new_entry as (
    insert into entry (member_id, transfer_id, account, currency, amount, balance_after, version)
    select m.member, m.transfer, 'member', m.currency, m.amount, m.balance_after, m.version from movement m
    union all
    select m.member, m.transfer, m.account, m.currency, -m.amount, null, null from movement m
  ), new_lot as (
    insert into lot (member_id, lot_id, currency, amount, remaining, active_at, expires_at, waits_for, pending)
    select m.member, 'lot' || substr(m.transfer, 4), m.currency, m.amount, m.amount - m.pays, m.active, m.expires, m.waits,
      m.active > p_recorded_at
    from movement m where m.amount > 0
  ), new_use as (
    insert into lot_use (member_id, transfer_id, lot_id, amount)
    select m.member, m.transfer, 'lot' || substr(m.transfer, 4), m.pays from movement m where m.pays > 0
  )
  update account a set balance = m.balance_after, version = m.version, owed = greatest(0, a.owed - m.gains)
  from movement m where m.is_last and a.member_id = m.member and a.currency = m.currency;

  if v_others then
    for v_other in
      select m.no, jsonb_object_agg(m.currency, jsonb_build_object('amount', m.amount, 'balance', a.balance)) as moved
      from (select i.no, i.currency, sum(i.amount) as amount from unnest(m_no, m_currency, m_amount) as i(no, currency, amount)
          where i.currency <> 'points' and v_ok[i.no] group by i.no, i.currency) m
        join account a on a.member_id = r_member[m.no] and a.currency = m.currency
      group by m.no
    loop
      v_moved[v_other.no] := v_other.moved;
    end loop;
  end if;

  insert into receipt (member_id, receipt_id, store_id, till_id, external_id, number, amount_minor, discount_minor,
    money_currency, earned, burnt, balance_after, accepted_by, occurred_at, recorded_at, told, moved)
  select i.member, i.receipt, r_store[i.no], r_till[i.no], r_external[i.no], r_number[i.no], i.amount, i.discount, p_money,
    r_earned[i.no], r_burnt[i.no], a.balance, r_by[i.no], i.occurred, coalesce(r_recorded[i.no], p_recorded_at),
    r_told[i.no]::jsonb, v_moved[i.no]
  from unnest(r_member, r_receipt, r_amount, r_discount, r_occurred) with ordinality
      as i(member, receipt, amount, discount, occurred, no)
    join account a on a.member_id = i.member and a.currency = 'points'
  where v_ok[i.no];

  insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, brand, excluded, quantity_milli, price_minor,
    discount_minor, our_discount_minor, amount_minor)
  select r_member[l.no], r_receipt[l.no], l.line, l.sku, l.name, l.category, l.brand, l.excluded, l.quantity, l.price,
    l.discount, l.our_discount, l.amount
  from unnest(l_no, l_line, l_sku, l_name, l_category, l_brand, l_excluded, l_quantity, l_price, l_discount, l_our_discount,
      l_amount) as l(no, line, sku, name, category, brand, excluded, quantity, price, discount, our_discount, amount)
  where v_ok[l.no];

  update standing s set version = s.version + 1, receipts = s.receipts + 1,
    turnover_minor = s.turnover_minor + i.amount,
    first_receipt_at = least(s.first_receipt_at, i.occurred), last_receipt_at = greatest(s.last_receipt_at, i.occurred),
    months = case when i.month is null then s.months
      else s.months || jsonb_build_object(i.month, coalesce((s.months->>i.month)::bigint, 0) + i.counts) end,
    day = coalesce(r_day[i.no], s.day), earned_today = coalesce(r_earned_today[i.no]::jsonb, s.earned_today),
    rule_use = coalesce(r_rule_use[i.no]::jsonb, s.rule_use)
  from unnest(r_member, r_amount, r_occurred, r_month, r_counts) with ordinality as i(member, amount, occurred, month, counts, no)
  where v_ok[i.no] and s.member_id = i.member;

  if array_remove(r_tier, null) <> '{}' then
    insert into tier_change (member_id, changed_at, from_tier, to_tier)
    -- Tiers are read by who came after whom: the change that a late receipt brings is the member's newest all the same.
    select i.member, greatest(i.occurred, (select max(c.changed_at) + interval '1 microsecond' from tier_change c
      where c.member_id = i.member)), m.tier_key, i.tier
    from unnest(r_member, r_tier, r_occurred) with ordinality as i(member, tier, occurred, no)
      join member m on m.member_id = i.member
    where v_ok[i.no] and i.tier is not null and i.tier <> m.tier_key
    on conflict do nothing;
    update member m set tier_key = i.tier
    from unnest(r_member, r_tier) with ordinality as i(member, tier, no)
    where v_ok[i.no] and i.tier is not null and m.member_id = i.member;
  end if;

  insert into event (member_id, event_id, kind, data, recorded_at)
  select i.member, i.event, 'receipt.accepted', jsonb_build_object(
      'receiptId', i.receipt, 'storeId', r_store[i.no], 'number', r_number[i.no], 'amountMinor', r_amount[i.no],
      'earned', r_earned[i.no], 'burnt', r_burnt[i.no], 'balance', a.balance), p_recorded_at
  from unnest(r_member, r_receipt, r_event) with ordinality as i(member, receipt, event, no)
    join account a on a.member_id = i.member and a.currency = 'points'
  where v_ok[i.no] and i.event is not null
  union all
  select r_member[e.no], e.event, e.kind, e.data::jsonb, p_recorded_at
  from unnest(e_no, e_event, e_kind, e_data) as e(no, event, kind, data)
  where v_ok[e.no];

  return query
  select i.no::integer,
    case
      when v_ok[i.no] then 'accepted'
      when r.receipt_id is not null then case
        -- Its member may have become part of this one meanwhile.
        when k.input_hash = i.hash and (k.member_id = i.member or exists (
          select from member m where m.member_id = k.member_id and m.absorbed_into = i.member)) then 'replayed'
        else 'key_reused' end
      when s.member_id is null then 'no_account'
      when v_held is null or not i.member = any (v_held) then 'busy'
      when k.receipt_id is distinct from i.receipt or i.version <> s.version then 'again'
      when i.no = any (v_short) then 'insufficient_points'
      else 'again'
    end,
    coalesce(r.receipt_id, i.receipt), r.earned, r.burnt,
    coalesce(r.balance_after, spendable_points(i.member, 'points', p_recorded_at)),
    r.amount_minor, r.discount_minor, case when not v_ok[i.no] then r.told end
  from unnest(r_member, r_receipt, r_store, r_external, r_hash, r_version) with ordinality
      as i(member, receipt, store, external, hash, version, no)
    left join lateral (select st.member_id, st.version from standing st where st.member_id = i.member limit 1) s on true
    left join lateral (select rk.member_id, rk.receipt_id, rk.input_hash from receipt_key rk
      where rk.store_id = i.store and rk.external_id = i.external limit 1) k on true
    left join lateral (select rr.receipt_id, rr.earned, rr.burnt, rr.balance_after, rr.amount_minor, rr.discount_minor, rr.told
      from receipt rr where rr.member_id = k.member_id and rr.receipt_id = k.receipt_id limit 1) r on true;

  -- Keys of items that were not accepted are given back.
  if not true = all (v_ok) then
    delete from receipt_key k using unnest(r_store, r_external, r_receipt) as i(store, external, receipt)
    where k.store_id = i.store and k.external_id = i.external and k.receipt_id = i.receipt
      and not exists (select from receipt r where r.member_id = k.member_id and r.receipt_id = k.receipt_id);
  end if;
end $$;
