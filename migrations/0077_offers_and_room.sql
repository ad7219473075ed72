-- The three functions of 0074 that take messages of a run, with three differences.

-- An answer of a worker that was taken for dead is not put back in the queue: nobody may look there again, so the message
-- would wait for ever. What nobody knows the end of stays so.
create or replace function settle_messages(
  p_chunk campaign_chunk, p_worker_no integer, p_at timestamptz, p_sent integer[], p_message_ids text[], p_others jsonb
) returns integer[]
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_nestloop = off set enable_mergejoin = off
as $$
declare
  v_ours constant boolean := coalesce(p_chunk.worker_no = p_worker_no, false);
  v_told integer[] := p_sent;
  v_left integer[] := p_chunk.flight;
  v_again boolean;
begin
  if p_others is not null then
    v_told := v_told || array(select (o ->> 'seq')::integer from jsonb_array_elements(p_others) as o);
  end if;
  if cardinality(v_told) = 0 then
    return v_left;
  end if;
  if v_ours then
    v_left := array(select unnest(p_chunk.flight) except select unnest(v_told));
  end if;
  v_again := not v_ours or cardinality(v_left) + cardinality(v_told) <> cardinality(p_chunk.flight);
  update campaign_delivery d set status = 'sent', reason = null, attempts = d.attempts + 1, not_before = null,
    external_message_id = coalesce(nullif(r.message_id, ''), d.external_message_id), settled_at = p_at
  from unnest(p_sent, p_message_ids) as r(seq, message_id)
  where d.campaign_id = p_chunk.campaign_id and d.delivery_seq = r.seq and d.delivery_seq = any (p_sent)
    and (d.status = 'queued' and (not v_again or v_ours and d.delivery_seq = any (p_chunk.flight))
      or d.status = 'unknown' and d.worker_no = p_worker_no);
  if p_others is not null then
    update campaign_delivery d set status = r.status, reason = r.reason, attempts = d.attempts + r.attempted::integer,
      not_before = p_at + r."delayMs" * interval '1 millisecond',
      settled_at = case when r.status <> 'queued' then p_at end, counted = r.status = 'queued'
    from jsonb_to_recordset(p_others) as r(seq integer, status text, reason text, "delayMs" bigint, attempted boolean)
    where d.campaign_id = p_chunk.campaign_id and d.delivery_seq = r.seq and d.delivery_seq = any (v_told)
      and (d.status = 'queued' and (not v_again or v_ours and d.delivery_seq = any (p_chunk.flight))
        or d.status = 'unknown' and d.worker_no = p_worker_no and r.status <> 'queued');
    update identity set reachable = false where identity_id = any (array(
      select o ->> 'identityId' from jsonb_array_elements(p_others) as o where (o ->> 'unreachable')::boolean));
  end if;
  return v_left;
end $$;

-- Whoever has no offers of their own is not one whose offers are over: they are told what the text has for them.
create or replace function turn_away(
  p_chunk campaign_chunk, p_at timestamptz, p_going integer, p_late text, p_roomed text[], p_day timestamptz,
  p_week timestamptz
) returns integer
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_mergejoin = off set enable_memoize = off
as $$
declare
  v_now campaign_chunk;
  v_count integer;
begin
  select * into v_now from campaign_chunk c
  where c.campaign_id = p_chunk.campaign_id and c.chunk_no = p_chunk.chunk_no;
  if v_now.next_seq - p_chunk.next_seq = p_going then
    return 0;
  end if;
  with passed as materialized (
    select d.delivery_seq, d.member_id, d.identity_id, d.counted,
      d.offers <> '{}' and open_offers(d.offers, p_at) = '{}' as over
    from campaign_delivery d
    where d.campaign_id = p_chunk.campaign_id
      and d.delivery_seq between p_chunk.next_seq and v_now.next_seq - 1
      and d.status = 'queued' and (d.not_before is null or d.not_before <= p_at)
      and d.delivery_seq not in (select unnest(v_now.flight))
  ), known as materialized (
    select n.*, p.send_until, t.per_day, t.per_week, c.recent, c.per_week as own_week,
      case
        when m.status <> 'active' then 'erased'
        when not m.marketing_consent then 'consent'
        when case when p_chunk.messenger = 'sms' then m.phone is null
          else i.member_id is distinct from n.member_id or not i.reachable end then 'unreachable'
        when p_late is not null then p_late
        when n.over then 'offer_over'
        when not c.topics && p.topics then 'contract'
        when not is_between(c.hours_from, t.quiet_to, t.quiet_from) and not is_between(t.quiet_to, c.hours_from, c.hours_to)
          then 'contract'
      end as never,
      greatest(quiet_until(p_at, zone_of(n.member_id), t.quiet_from, t.quiet_to),
        quiet_until(p_at, zone_of(n.member_id), c.hours_to, c.hours_from)) as hold
    from passed n
      cross join lateral (select * from campaign where campaign_id = p_chunk.campaign_id offset 0) as p
      left join contact_policy t on true
      left join lateral (select * from member where member_id = n.member_id offset 0) as m on true
      left join lateral (select * from identity where identity_id = n.identity_id offset 0) as i on true
      left join lateral (select * from member_contact where member_id = n.member_id offset 0) as c on true
  ), judged as materialized (
    select k.delivery_seq, k.hold, case
        when k.never is not null then k.never
        when k.hold >= k.send_until then 'quiet_expired'
        when k.hold is not null then null
        when not has_room(k.recent, k.per_day, p_day) then 'capped_day'
        when not has_room(k.recent, k.per_week, p_week) then 'capped_week'
        when not has_room(k.recent, k.own_week, p_week) then 'contract'
        when k.member_id = any (p_roomed) then 'lower_priority'
      end as skip
    from known k
  ), turned as (
    -- Whoever fits after all, because somebody has changed something in this moment, is found by the next pass.
    update campaign_delivery d set status = case when j.skip is null then d.status else 'skipped' end,
      reason = coalesce(j.skip, 'quiet_hours'), not_before = case when j.skip is null then j.hold end,
      settled_at = case when j.skip is not null then p_at end
    from judged j
    where d.campaign_id = p_chunk.campaign_id and d.delivery_seq = j.delivery_seq
      and d.delivery_seq = any (array(select delivery_seq from judged)) and (j.skip is not null or j.hold is not null)
  )
  select count(*) into v_count from judged;
  return v_count;
end $$;

-- The same; and where the programme sets no limits there is no place to be left to a campaign that matters more.
create or replace function advance_chunk(
  p_campaign_id text, p_chunk_no integer, p_worker_no integer, p_limit integer, p_at timestamptz,
  p_sent integer[], p_message_ids text[], p_others jsonb, p_with_balance boolean
) returns table (leased boolean, taken integer, seq integer, member_id text, identity_id text, external_id text,
  attempts smallint, name text, language text, balance bigint, variant smallint, picked smallint[], offers text[])
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_nestloop = off set enable_mergejoin = off
set enable_memoize = off
as $$
#variable_conflict use_column
declare
  v_day constant timestamptz := p_at - interval '1 day';
  v_week constant timestamptz := p_at - interval '7 days';
  v_chunk campaign_chunk;
  v_flight integer[];
  v_status text;
  v_topics text[];
  v_send_until timestamptz;
  v_policy contact_policy;
  v_zone text;
  v_zones boolean;
  v_late text;
  v_roomed text[] := '{}';
  v_taken integer;
  v_going integer;
begin
  select * into v_chunk from campaign_chunk c
  where c.campaign_id = p_campaign_id and c.chunk_no = p_chunk_no for update;
  v_flight := settle_messages(v_chunk, p_worker_no, p_at, p_sent, p_message_ids, p_others);

  select p.status, p.topics, p.send_until into v_status, v_topics, v_send_until
  from campaign p where p.campaign_id = p_campaign_id;
  select * into v_policy from contact_policy;
  v_late := why_too_late(p_campaign_id, p_at);
  if v_chunk.worker_no is distinct from p_worker_no or p_limit <= 0 or v_status <> 'running'
    or v_late is null and quiet_everywhere(p_at) is not null
  then
    update campaign_chunk c set flight = v_flight
    where c.campaign_id = p_campaign_id and c.chunk_no = p_chunk_no and c.worker_no = p_worker_no
      and c.flight <> v_flight;
    return query select false, 0, null::integer, null, null, null, null::smallint, null, null, null::bigint,
      null::smallint, null::smallint[], null::text[];
    return;
  end if;
  select p.time_zone into v_zone from programme p;
  v_zones := exists (select from store s where s.time_zone <> v_zone);
  v_roomed := leave_room(v_chunk, p_limit);

  return query
  with next as materialized (
    select d.delivery_seq, d.member_id, d.identity_id, d.attempts, d.variant, d.picked, d.counted,
      d.offers <> '{}' as offered, case when d.offers <> '{}' then open_offers(d.offers, p_at) else d.offers end as offers
    from campaign_delivery d
    where d.campaign_id = p_campaign_id and d.delivery_seq between v_chunk.next_seq and v_chunk.last_seq
      and d.status = 'queued' and (d.not_before is null or d.not_before <= p_at)
    order by d.delivery_seq limit p_limit
  ), fit as materialized (
    select n.*, m.name, m.language, case when v_chunk.messenger = 'sms' then m.phone else i.external_id end as external_id
    from next n
      join member m on m.member_id = n.member_id and m.member_id = any (array(select member_id from next))
      left join identity i on i.identity_id = n.identity_id and i.identity_id = any (array(select identity_id from next))
    where v_late is null and m.status = 'active' and m.marketing_consent
      and case when v_chunk.messenger = 'sms' then m.phone is not null else i.reachable and i.member_id = n.member_id end
      and not (n.offered is true and n.offers = '{}')
      and (not v_zones or quiet_until(p_at, zone_of(n.member_id), v_policy.quiet_from, v_policy.quiet_to) is null)
  ), counted as (
    -- One order for all, so that two campaigns never wait for each other.
    insert into member_contact as c (member_id, recent)
    select f.member_id, array[p_at] from fit f
    where not f.counted and not (f.member_id = any (v_roomed) and coalesce(least(v_policy.per_day, v_policy.per_week) <= 1, false))
    order by f.member_id collate "C"
    on conflict (member_id) do update set recent =
        case when cardinality(c.recent) < 20 then c.recent else c.recent[cardinality(c.recent) - 18:] end
        || greatest(p_at, c.recent[cardinality(c.recent)])
      where has_room(c.recent, v_policy.per_day - (c.member_id = any (v_roomed))::integer, v_day)
        and has_room(c.recent, least(v_policy.per_week, c.per_week) - (c.member_id = any (v_roomed))::integer, v_week)
        and (c.topics is null or c.topics && v_topics)
        and (c.hours_from is null or quiet_until(p_at, zone_of(c.member_id), c.hours_to, c.hours_from) is null)
    returning member_id
  ), going as materialized (
    select f.* from fit f left join counted c on c.member_id = f.member_id
    where f.counted or c.member_id is not null
  ), moved as (
    update campaign_chunk c set next_seq = coalesce((select max(delivery_seq) + 1 from next), c.next_seq),
      flight = v_flight || array(select delivery_seq from going)
    where c.campaign_id = p_campaign_id and c.chunk_no = p_chunk_no
  )
  select true, (select count(*)::integer from next), g.delivery_seq, g.member_id, g.identity_id, g.external_id, g.attempts,
    g.name, g.language, coalesce(a.balance, 0), g.variant, g.picked, g.offers
  from going g left join account a on p_with_balance and a.member_id = g.member_id and a.currency = 'points'
    and a.member_id = any (array(select member_id from going))
  order by g.delivery_seq;
  get diagnostics v_going = row_count;

  v_taken := v_going + turn_away(v_chunk, p_at, v_going, v_late, v_roomed, v_day, v_week);
  return query select true, v_taken, null::integer, null, null, null, null::smallint, null, null, null::bigint,
    null::smallint, null::smallint[], null::text[];
end $$;
