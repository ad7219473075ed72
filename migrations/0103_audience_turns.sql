-- Two stretches of an audience are under way at once: while one's rows are written, the members of the next are judged already.
-- The numbers of a campaign's rows go on without a gap, so whoever has judged waits here for the stretch before.

-- Waits until nobody works on that stretch (p_before: its advisory lock, null for none), then moves the campaign on to p_to, or
-- to its end, with so many people more. Returns the last number of its rows and of its runs so far, or nothing where the
-- campaign is not at p_after any more or yet, or is written no further: then none of it may be written. In plpgsql, since each of
-- these statements has to see what was committed before it, and not only what the one that calls had seen.
create function take_audience_turn(
  p_campaign_id text, p_before bigint, p_after text, p_to text, p_people bigint, p_at timestamptz
) returns table (last_seq integer, last_chunk integer)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(p_before);
  update campaign c
  set audience = coalesce(c.audience, 0) + p_people, expanded_to = coalesce(p_to, c.expanded_to),
    expanded_at = case when p_to is null then p_at end, status = case when p_to is null then 'running' else c.status end
  where c.campaign_id = p_campaign_id and c.status = 'expanding' and coalesce(c.expanded_to, '') = p_after
  returning (c.audience - p_people)::integer into last_seq;
  if not found then return; end if;
  select coalesce(max(c.chunk_no), 0) into last_chunk from campaign_chunk c where c.campaign_id = p_campaign_id;
  return next;
end $$;

-- The programme's control group is kept at the launch now, as its settings say, and no longer with the first stretch.
update campaign c
set holdout_percent = coalesce(p.control_percent, 0), holdout_salt = coalesce(p.control_salt, '1')
from (select 1) one left join contact_policy p on true
where c.status in ('expanding', 'paused') and c.holdout_salt is null;
