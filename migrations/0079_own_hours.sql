-- As in 0077; and a message that came back to the queue, such as when its campaign was paused, waits for its reader's own
-- hours like any other.
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
      and (not n.counted or not exists (
        select from member_contact c where c.member_id = n.member_id and c.hours_from is not null
          and quiet_until(p_at, zone_of(c.member_id), c.hours_to, c.hours_from) is not null offset 0))
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
