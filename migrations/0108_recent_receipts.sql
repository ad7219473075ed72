-- What a member has bought lately is no longer read whole where rules only ask whether there were two or three purchases, and is
-- told as an array of numbers instead of by JSON that is built value by value. Of a member with twelve receipts in the last
-- month it took 30 of the 40 µs of the whole look-up (test/bench/README.md), each receipt on a page of its own. p_recent_most:
-- how many of the newest receipts are enough; null: all. Of the other arguments see migration 0069; nothing else is changed.
-- The function with nine arguments stays for processes of the release before.
create function receipt_members(
  p_members text[], p_numbers text[], p_balances text[], p_totals boolean, p_recent_days integer, p_recent_most integer,
  p_at timestamptz, p_first timestamptz, p_last timestamptz, p_coupons boolean
) returns table (key text, member_id text, member_status text, card_status text, tier_key text, language text,
  registered_at timestamptz, birthday text, marketing_consent boolean, version bigint, receipts integer, turnover_minor bigint,
  last_receipt_at timestamptz, months jsonb, day text, earned_today jsonb, rule_use jsonb, balances jsonb, totals jsonb,
  recent json, coupons jsonb)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with asked as (
    select m as key, m as member_id, null as card_status from unnest(p_members) m
    union all
    select n.card_number, n.member_id, c.status
    from card_number n join card c on c.member_id = n.member_id and c.card_id = n.card_id
    where n.card_number = any (p_numbers)
  )
  select a.key, m.member_id, m.status as member_status, a.card_status, m.tier_key, m.language, m.registered_at,
    to_char(m.birthday, 'MM-DD') as birthday, m.marketing_consent, s.version, s.receipts, s.turnover_minor,
    s.last_receipt_at, s.months, to_char(s.day, 'YYYY-MM-DD') as day, s.earned_today, s.rule_use,
    -- As spendable_points has it, without a call for each.
    case when p_balances <> '{}' then (
      select jsonb_object_agg(b.currency, greatest(0, coalesce((
        select sum(l.remaining - l.held) from lot l
        where l.member_id = b.member_id and l.currency = b.currency and l.remaining > 0
          and l.active_at <= p_at and (l.expires_at is null or l.expires_at > p_at)), 0) - b.owed))
      from account b where b.member_id = m.member_id and b.currency = any (p_balances)) end as balances,
    case when p_totals then (
      select jsonb_object_agg(b.currency, b.balance) from account b where b.member_id = m.member_id) end as totals,
    case when p_recent_days > 0 then (
      select array_to_json(array_agg(array[
        (date_part('epoch', b.occurred_at) * 1000)::bigint, b.net_minor] order by b.occurred_at))
      from (
        (select r.occurred_at, r.amount_minor - r.returned_minor as net_minor
          from receipt r where r.member_id = m.member_id
            and r.occurred_at > p_first - make_interval(days => p_recent_days) and r.occurred_at <= p_first
            and r.state in ('closed', 'partly_returned')
          order by r.occurred_at desc limit p_recent_most)
        union all
        -- Whatever is asked about a later receipt of the batch looks back from there.
        select r.occurred_at, r.amount_minor - r.returned_minor
        from receipt r where r.member_id = m.member_id
          and r.occurred_at > p_first and r.occurred_at <= p_last
          and r.state in ('closed', 'partly_returned')) b) end as recent,
    case when p_coupons then (
      select jsonb_agg(jsonb_build_array(c.coupon_id, c.offer_id, c.version, c.code,
        (extract(epoch from c.taken_at) * 1000)::bigint, (extract(epoch from c.expires_at) * 1000)::bigint) order by c.coupon_id)
      from coupon c where c.member_id = m.member_id and c.status = 'taken') end as coupons
  from asked a join member m on m.member_id = a.member_id left join standing s on s.member_id = m.member_id;
end $$;
