-- Whether a message may go now is decided when a handful is taken, for all of it in one call. The marks of what is under way
-- stand in the run: a list of numbers in a row that is written anyway, instead of a mark in each message (measured: a third
-- of what a message costs here). A message counts as sent to its member from the moment it is taken, so that two campaigns
-- at once never pass a limit and a crash errs on the silent side.
alter table campaign_chunk
  -- What the worker has taken and not told the end of.
  add column flight integer[] not null default '{}';
alter table campaign_delivery
  -- It has its place among the member's messages already: it came back to the queue after it was taken.
  add column counted boolean not null default false;
-- Each named a column that every message changes, so that no change could stay on its page: half of what writing down an
-- answer cost. Whoever tells of a message is found by who they are, see core/deliveries/settle-receipt.ts.
drop index campaign_delivery_by_message;
drop index campaign_delivery_unknown;

-- Two times that are not given do not differ, so that the first form of these checks let nobody go without.
alter table contact_policy drop constraint contact_policy_check,
  add check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to);
alter table member_contact drop constraint member_contact_check,
  add check ((hours_from is null) = (hours_to is null) and hours_from <> hours_to);

-- Whether a time of day is from the one until the other, also over midnight; null where they are.
create function is_between(p_time time, p_from time, p_to time) returns boolean
language sql immutable parallel safe
as $$
  select case when p_from < p_to then p_time >= p_from and p_time < p_to else p_time >= p_from or p_time < p_to end
$$;

-- Until when it is quiet, where it is quiet from the one time until the other; null: it is not, or never is.
create function quiet_until(p_at timestamptz, p_zone text, p_from time, p_to time) returns timestamptz
language sql stable parallel safe
as $$
  select case when is_between(l::time, p_from, p_to)
      then (l::date + p_to + case when l::time >= p_to then interval '1 day' else interval '0' end) at time zone p_zone
    end
  from (select p_at at time zone p_zone as l) as here
$$;

-- Until when it is quiet in every time zone in which the shop has members; null: somewhere it is not.
create function quiet_everywhere(p_at timestamptz) returns timestamptz
language sql stable
as $$
  select case when bool_and(quiet is not null) then min(quiet) end
  from (
    select quiet_until(p_at, z.time_zone, p.quiet_from, p.quiet_to) as quiet
    from contact_policy p, (select time_zone from programme union select time_zone from store) as z
  ) as zones
$$;

-- Whether fewer than p_most of the times, the oldest first, are later than p_since; null: any number may be.
create function has_room(p_times timestamptz[], p_most integer, p_since timestamptz) returns boolean
language sql immutable parallel safe
as $$
  select p_most is null or p_most > 0 and (
    coalesce(cardinality(p_times), 0) < p_most or p_times[cardinality(p_times) - p_most + 1] <= p_since)
$$;

-- Of these offers, those that are not over, in the order in which they were given.
create function open_offers(p_offers text[], p_at timestamptz) returns text[]
language sql stable
as $$
  select coalesce(array_agg(o.offer_id order by asked.place), '{}')
  from unnest(p_offers) with ordinality as asked(offer_id, place)
    join offer o on o.offer_id = asked.offer_id and o.status in ('live', 'paused')
    join offer_version v on v.offer_id = o.offer_id and v.version = o.version
  where coalesce((v.content #>> '{gives,validUntil}')::timestamptz > p_at, true)
$$;

-- The time zone of a member: that of the store where they bought last, else the programme's.
create function zone_of(p_member_id text) returns text
language sql stable
as $$
  select coalesce((
      select s.time_zone from receipt r join store s on s.store_id = r.store_id
      where r.member_id = p_member_id order by r.occurred_at desc limit 1), p.time_zone)
  from programme p
$$;

-- Why nobody of a campaign is written to any more; null: they are.
create function why_too_late(p_campaign_id text, p_at timestamptz) returns text
language sql stable
as $$
  select case
      when p.send_until <= p_at
        then case when quiet_everywhere(p.send_until) is null then 'too_late' else 'quiet_expired' end
      when exists (
        select from jsonb_array_elements(p.content -> 'buttons') as b(button)
        where b.button ->> 'kind' = 'offer' and open_offers(array[b.button ->> 'offerId'], p_at) = '{}') then 'offer_over'
    end
  from campaign p where p.campaign_id = p_campaign_id
$$;

-- Writes down what became of messages of a run, and answers with what is still under way of it. An answer that is told
-- again, because nobody heard that it was written, changes nothing.
create function settle_messages(
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
        or d.status = 'unknown' and d.worker_no = p_worker_no);
    update identity set reachable = false where identity_id = any (array(
      select o ->> 'identityId' from jsonb_array_elements(p_others) as o where (o ->> 'unreachable')::boolean));
  end if;
  return v_left;
end $$;

-- Of the next messages of a run: to whom a campaign that matters more has not come yet. They are left a place of each limit.
create function leave_room(p_chunk campaign_chunk, p_limit integer) returns text[]
language plpgsql stable
as $$
declare
  v_higher text[];
begin
  v_higher := array(
    select h.campaign_id from campaign h join campaign p on p.campaign_id = p_chunk.campaign_id
    where h.priority > p.priority and h.status in ('expanding', 'running', 'paused'));
  if cardinality(v_higher) = 0 then
    return '{}';
  end if;
  return array(
    select d.member_id from campaign_delivery d
    where d.campaign_id = p_chunk.campaign_id and d.delivery_seq between p_chunk.next_seq and p_chunk.last_seq
      and d.status = 'queued' and exists (
        select from unnest(v_higher) as u(campaign_id) cross join lateral (
          select from campaign_delivery h where h.campaign_id = u.campaign_id and h.member_id = d.member_id
            and h.status = 'queued' offset 0) as waiting)
    order by d.delivery_seq limit p_limit);
end $$;

-- What was looked at and not taken is skipped, or held until its hours have come. How many those are. p_chunk is the run
-- as it was before.
create function turn_away(
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
      case when d.offers is not null then open_offers(d.offers, p_at) end as offers
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
        when n.offers = '{}' then 'offer_over'
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

-- Writes down what became of messages of a run, and takes the next ones: those that may go now. Whoever may not is skipped
-- with the reason, or held until their hours have come. A row a message, and one without a seq at the end: `leased` is false
-- in it once the campaign does not run any more, the run is somebody else's or all are asleep; `taken` counts those looked at.
-- Everything is looked up by lists of keys, which costs half of looking for each by itself.
create function advance_chunk(
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
      case when d.offers is not null then open_offers(d.offers, p_at) end as offers
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
      and (n.offers <> '{}') is not false
      and (not v_zones or quiet_until(p_at, zone_of(n.member_id), v_policy.quiet_from, v_policy.quiet_to) is null)
  ), counted as (
    -- One order for all, so that two campaigns never wait for each other.
    insert into member_contact as c (member_id, recent)
    select f.member_id, array[p_at] from fit f
    where not f.counted and not (f.member_id = any (v_roomed) and least(v_policy.per_day, v_policy.per_week) <= 1)
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
