-- A reader may name the kinds that it listens to: its place moves behind the others, which stay here. `seen` is how many
-- were passed or are told, the same in every row; where all were passed, one row says it and no more.
drop function next_events(text, integer);

create function next_events(p_reader text, p_limit integer, p_kinds text[] default null)
  returns table (event_id text, member_id text, kind text, data jsonb, recorded_at timestamptz, seen integer)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
#variable_conflict use_column
declare
  v_in xid8;
  v_no bigint;
begin
  select r.recorded_in, r.event_no into v_in, v_no from event_reader r
    where r.reader = p_reader for update skip locked;
  if not found then
    -- Another process is reading for it.
    if exists (select from event_reader r where r.reader = p_reader) then
      return;
    end if;
    -- A new reader begins at the beginning.
    insert into event_reader (reader, recorded_in, event_no) values (p_reader, '0', 0) on conflict do nothing
      returning recorded_in, event_no into v_in, v_no;
    if not found then
      return;
    end if;
  end if;
  return query
  with upcoming as materialized (
    select e.event_id, e.member_id, e.kind, e.data, e.recorded_at, e.recorded_in, e.event_no from event e
    where (e.recorded_in, e.event_no) > (v_in, v_no) and e.recorded_in < pg_snapshot_xmin(pg_current_snapshot())
    order by e.recorded_in, e.event_no limit p_limit
  ), last as (
    select u.recorded_in, u.event_no from upcoming u order by u.recorded_in desc, u.event_no desc limit 1
  ), moved as (
    update event_reader r set recorded_in = last.recorded_in, event_no = last.event_no from last where r.reader = p_reader
  )
  select u.event_id, u.member_id, u.kind, u.data, u.recorded_at, s.seen
  from (select count(*)::integer as seen from upcoming) s
    left join upcoming u on p_kinds is null or u.kind = any (p_kinds)
  where s.seen > 0
  order by u.recorded_in, u.event_no;
end $$;
