-- What playing a quest needs beside its tables: one look at a player that locks them, and places of stores.

-- What was right and counts no more: goods were brought back, or two players turned out to be one person.
alter table quest_attempt drop constraint quest_attempt_verdict_check;
alter table quest_attempt add constraint quest_attempt_verdict_check
  check (verdict in ('right', 'wrong', 'waiting', 'late', 'withdrawn'));

-- Where it stands, in degrees: a task asks people to come there.
alter table store add column lat double precision check (lat between -90 and 90);
alter table store add column lon double precision check (lon between -180 and 180);
alter table store add constraint store_place_check check ((lat is null) = (lon is null));

-- Locks a player until the transaction ends, and then tells all that an answer to one task is judged by: in one call,
-- and in statements of its own, because what is read together with the lock is as old as the beginning of the wait.
create function open_play(p_player_id text, p_task_no smallint, p_key text)
returns table (player jsonb, quest jsonb, states jsonb, progress jsonb, attempt jsonb) language plpgsql as $$
begin
  perform 1 from quest_player p where p.player_id = p_player_id for no key update;
  return query
    select to_jsonb(p), jsonb_build_object('status', q.status, 'starts_at', q.starts_at, 'ends_at', q.ends_at,
        'version', q.version, 'ended_at', q.ended_at, 'drawn_at', q.drawn_at),
      (select jsonb_object_agg(g.task_no, g.state) from quest_progress g where g.player_id = p.player_id),
      (select to_jsonb(g) from quest_progress g where g.player_id = p.player_id and g.task_no = p_task_no),
      (select to_jsonb(a) from quest_attempt a where a.player_id = p.player_id and a.attempt_key = p_key)
    from quest_player p join quest q on q.quest_id = p.quest_id where p.player_id = p_player_id;
end $$;
