-- Games of quests: each opening of a page, what was dealt then, and what has come of it.

create table quest_game (
  game_id text primary key,
  -- Of two players who turn out to be one person one goes, with what they had open.
  player_id text not null references quest_player on delete cascade,
  task_no smallint not null,
  -- The link that opened it, which opens nothing else; null where the messenger vouches for who has opened it, or when
  -- it was played once more.
  link text unique,
  -- core/quests/games/deal-game.ts: Dealt.
  dealt jsonb not null,
  opened_at timestamptz not null,
  -- What was told or drawn, and what was said to it (core/quests/answer.ts: Answered); null: it is being played.
  told_at timestamptz,
  result integer,
  answered jsonb,
  check ((told_at is null) = (answered is null))
);
create index quest_game_of_player on quest_game (player_id, task_no, opened_at);
create index quest_game_old on quest_game (opened_at);

-- Questions to other systems, each about one attempt at a task of a quest that waits for them.
create table quest_check (
  -- What the other system knows it by, and answers it with: 24 letters of chance.
  check_key text primary key,
  quest_id text not null references quest,
  player_id text not null references quest_player on delete cascade,
  task_no smallint not null,
  attempt_key text not null,
  -- later: the other system will answer by itself. dead: nobody answered, and staff have to decide.
  status text not null check (status in ('queued', 'sending', 'later', 'passed', 'failed', 'dead')),
  attempts smallint not null default 0,
  -- When it is asked; while it is being asked, when that counts as lost.
  next_at timestamptz not null,
  last_status smallint,
  -- core/webhooks/post-webhook.ts: WebhookError.
  last_error text,
  created_at timestamptz not null,
  settled_at timestamptz,
  unique (player_id, attempt_key)
);
create index quest_check_due on quest_check (quest_id, task_no, next_at) where status in ('queued', 'sending');
