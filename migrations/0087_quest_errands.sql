-- What has to be fetched from a messenger before an answer counts: the bytes of a photo, or whether somebody is in a
-- channel. A row is there until that is done.
create table quest_errand (
  -- Whose chat it came from; they play as whoever they are when it is done.
  identity_id text not null references identity,
  -- The key of the attempt that it becomes.
  attempt_key text not null,
  quest_id text not null references quest,
  task_no smallint not null,
  messenger text not null check (messenger in ('telegram', 'viber')),
  -- core/quests/errands/errand.ts: What.
  what jsonb not null,
  -- When it was sent or pressed: the answer counts from then.
  asked_at timestamptz not null,
  attempts smallint not null default 0,
  -- Not begun before this; whoever begins it moves this on, so that another one takes over if they die.
  not_before timestamptz not null,
  primary key (identity_id, attempt_key)
);
create index quest_errand_due on quest_errand (not_before);

-- A photo is kept as long as an attempt shows it.
create index quest_attempt_picture on quest_attempt ((given ->> 'pictureId')) where given ->> 'kind' = 'photo';
