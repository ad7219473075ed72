-- What is due is found first and named, so that everything after it is looked up by key. As one statement its joins went
-- over all that waits for as long as the planner knew nothing of the table: 20 ms for each look at an empty queue.
create or replace function claim_deliveries(
  p_messenger text, p_bot text, p_worker_no integer, p_limit integer, p_at timestamptz
) returns table (delivery_id text, identity_id text, lane text, prompt jsonb, status text, attempts smallint,
  worker_no integer, external_id text, look text, file_id text, edit_of text)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  v_due text[];
begin
  if exists (select 1 from pacer p where p.bot = p_bot and p.silent_until > clock_timestamp()) then
    return;
  end if;
  v_due := array(
    select d.delivery_id from delivery d
    where d.status = 'queued' and d.messenger = p_messenger and d.not_before <= p_at
      and (select true from delivery o
        where o.identity_id = d.identity_id and o.status in ('queued', 'sending')
          and (o.status = 'sending' or (o.not_before <= p_at or o.attempts > 0)
            and (o.lane > d.lane or o.lane = d.lane and o.delivery_no < d.delivery_no))
        limit 1) is null
    order by d.messenger, d.lane desc, d.delivery_no limit p_limit
    for update of d skip locked);
  if cardinality(v_due) = 0 then
    return;
  end if;
  return query
  with known as (
    select d.delivery_id, i.external_id, i.reachable,
      coalesce(d.prompt #>> '{of,externalMessageId}', (
        select o.external_message_id from delivery o where o.delivery_id = d.prompt #>> '{of,deliveryId}')) as edit_of,
      case when d.prompt #>> '{picture,picture}' = 'card' then (
        select md5(concat_ws('|', d.prompt #>> '{picture,memberName}', d.prompt #>> '{picture,language}', p.shop_name,
          p.brand_colour, p.accent_colour)) from programme p) end as look
    from delivery d
      cross join lateral (select * from identity where identity_id = d.identity_id offset 0) i
    where d.delivery_id = any (v_due)
  ), judged as (
    select k.delivery_id, k.external_id, k.edit_of, k.look, case
        when d.not_after < p_at then 'too late'
        when d.lane = 'notice' and not k.reachable then 'unreachable'
        when d.prompt ? 'of' and k.edit_of is null
          and not coalesce((d.prompt ->> 'orSend')::boolean, false) then 'nothing to edit'
      end as skip
    from known k join delivery d on d.delivery_id = k.delivery_id
    where d.delivery_id = any (v_due)
  ), taken as (
    update delivery d set worker_no = p_worker_no, sending_at = p_at, attempts = (d.attempts + 1)::smallint,
      status = case when v.skip is null then 'sending' else 'skipped' end,
      error = coalesce(v.skip, d.error), settled_at = case when v.skip is not null then p_at end
    from judged v
    where d.delivery_id = v.delivery_id and d.delivery_id = any (v_due)
    returning d.delivery_id, d.identity_id, d.lane, d.prompt, d.status, d.attempts, d.worker_no, v.external_id, v.look, coalesce((
        select f.file_id from card_picture f
        where f.card_number = d.prompt #>> '{picture,cardNumber}' and f.look = v.look and f.bot = p_bot), (
        select u.file_id from picture_upload u
        where u.picture_id = d.prompt #>> '{picture,pictureId}' and u.bot = p_bot)), v.edit_of
  )
  select taken.* from taken order by array_position(v_due, taken.delivery_id);
end $$;
