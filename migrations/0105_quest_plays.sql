-- What a quest in full play asks of the database most, in one call for all who speak at once. Such calls look rows up by key,
-- a few at a time, however large a table has become since it was looked at last: without that hint a table that was small
-- yesterday is read whole, and a list of keys is planned anew each time, which costs more than the work (claiming messages took
-- 1.6 ms a call, and takes 0.9; settling them among 4,000 of an afternoon 6.8 ms, and takes 0.7).

alter function take_updates(integer, timestamptz) set plan_cache_mode = force_generic_plan;
alter function claim_deliveries(text, text, integer, integer, timestamptz) set plan_cache_mode = force_generic_plan;

-- Players as they stand in their quests, beside their own rows. Lock them before: what is read is as fresh as the call.
create function read_standings(p_player_ids text[], p_keys text[], p_only_live boolean)
returns table (player_id text, status text, starts_at timestamptz, ends_at timestamptz, version integer,
  ended_at timestamptz, drawn_at timestamptz, draw_commitment text, seen json, attempts json, won json, gone json,
  message_id text, external_message_id text, picture_id text)
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
begin
  return query
  select p.player_id, q.status, q.starts_at, q.ends_at, q.version, q.ended_at, q.drawn_at, q.draw_commitment,
    (select json_agg(json_build_array(g.task_no, g.state, g.attempts, g.shown_at, g.again_at, g.hinted, g.points,
      g.counted, g.done_at)) from quest_progress g where g.player_id = p.player_id),
    (select json_agg(to_json(a)) from quest_attempt a where a.player_id = p.player_id and a.attempt_key = any (p_keys)),
    (select json_agg(w.prize_no) from quest_win w where w.player_id = p.player_id),
    (select json_agg(z.prize_no) from quest_prize z where z.quest_id = p.quest_id and z.given >= z.stock),
    d.delivery_id, d.external_message_id, d.prompt #>> '{picture,pictureId}'
  from unnest(p_player_ids) as named(player_id) join quest_player p on p.player_id = named.player_id
    join quest q on q.quest_id = p.quest_id
    left join delivery d on d.delivery_id = p.message_id and d.status not in ('failed', 'skipped')
  where q.status in ('live', 'paused') or not p_only_live;
end $$;

-- It takes the place of open_play, which stays until no process of the release before can call it any more.

-- What players have come to since: new attempts, how far they are with tasks, and where they stand.
create function write_plays(p_attempts jsonb, p_progress jsonb, p_players jsonb) returns void language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  insert into quest_attempt (player_id, attempt_key, quest_id, task_no, task_version, given, verdict, points, attempted_at,
    decided_by, decided_at, decision_note)
  select player_id, attempt_key, quest_id, task_no, task_version, given, verdict, points, attempted_at, decided_by,
    decided_at, decision_note
  from jsonb_to_recordset(p_attempts) as a(player_id text, attempt_key text, quest_id text, task_no smallint,
    task_version integer, given jsonb, verdict text, points integer, attempted_at timestamptz, decided_by text,
    decided_at timestamptz, decision_note text);
  insert into quest_progress (player_id, task_no, state, attempts, shown_at, again_at, hinted, points, counted, done_at)
  select player_id, task_no, state, attempts, shown_at, again_at, hinted, points, counted, done_at
  from jsonb_to_recordset(p_progress) as g(player_id text, task_no smallint, state text, attempts smallint,
    shown_at timestamptz, again_at timestamptz, hinted boolean, points integer, counted integer, done_at timestamptz)
  on conflict (player_id, task_no) do update set state = excluded.state, attempts = excluded.attempts,
    again_at = excluded.again_at, hinted = excluded.hinted, points = excluded.points, counted = excluded.counted,
    done_at = excluded.done_at;
  update quest_player p set score = n.score, done = n.done, scored_at = n.scored_at, task_no = n.task_no,
    finished_at = n.finished_at, last_at = n.last_at
  from jsonb_to_recordset(p_players) as n(player_id text, score integer, done smallint, scored_at timestamptz,
    task_no smallint, finished_at timestamptz, last_at timestamptz)
  where p.player_id = n.player_id;
end $$;

create function mark_updates_done(p_updates jsonb, p_at timestamptz) returns void language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update inbox n set status = 'done', handled_at = p_at, attempts = n.attempts + 1, error = null
  from jsonb_to_recordset(p_updates) as k(messenger text, update_key text)
  where n.messenger = k.messenger and n.update_key = k.update_key;
end $$;

create function save_conversations(p_conversations jsonb) returns void language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  update identity i set scene = k.scene, scene_state = k.state
  from jsonb_to_recordset(p_conversations) as k("identityId" text, scene text, state jsonb)
  where i.identity_id = k."identityId";
end $$;

create function settle_deliveries(p_bot text, p_results jsonb, p_at timestamptz) returns void language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
begin
  with result as materialized (
    select * from jsonb_to_recordset(p_results) as r(id text, "identityId" text, "workerNo" integer,
      status text, error text, "messageId" text, "delayMs" bigint, unreachable boolean, "cardNumber" text,
      "pictureId" text, look text, "fileId" text)
  ), unreachable as (
    update identity i set reachable = false from result r where r.unreachable and i.identity_id = r."identityId"
  ), card_drawn as (
    insert into card_picture (card_number, look, bot, file_id, stored_at)
    select distinct on (r."cardNumber", r.look) r."cardNumber", r.look, p_bot, r."fileId", p_at
    from result r where r."cardNumber" is not null and r.look is not null and r."fileId" is not null
    on conflict (card_number, look, bot) do update set file_id = excluded.file_id, stored_at = excluded.stored_at
  ), uploaded as (
    insert into picture_upload (picture_id, bot, file_id, stored_at)
    select distinct on (r."pictureId") r."pictureId", p_bot, r."fileId", p_at
    from result r join picture p on p.picture_id = r."pictureId" where r."fileId" is not null
    on conflict (picture_id, bot) do update set file_id = excluded.file_id, stored_at = excluded.stored_at
  )
  update delivery d set status = r.status, error = r.error,
    external_message_id = coalesce(nullif(r."messageId", ''), d.external_message_id),
    worker_no = case when r.status = 'queued' then null else d.worker_no end,
    not_before = case when r.status = 'queued' then p_at + r."delayMs" * interval '1 millisecond' else d.not_before end,
    settled_at = case when r.status = 'queued' then null else p_at end
  from result r
  where d.delivery_id = r.id and d.worker_no = r."workerNo" and d.status in ('sending', 'unknown');
end $$;
