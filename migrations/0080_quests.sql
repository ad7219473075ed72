-- Quests: chapters of tasks that are done in the chat within some days, for points and prizes. Members play, and guests:
-- what a guest has earned waits until they are a member.

alter table transfer drop constraint transfer_kind_check;
alter table transfer add constraint transfer_kind_check check (kind in
  ('earn', 'burn', 'welcome', 'expire', 'adjust', 'move', 'reverse', 'gift', 'stamp', 'reward', 'friend', 'quest', 'challenge'));

create table quest (
  quest_id text primary key,
  -- For the staff; players read the titles in the terms.
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'ended')),
  -- core/quests/quest-terms.ts: titles, who may play, hours, and what is paid when.
  terms jsonb not null,
  starts_at timestamptz,
  ends_at timestamptz,
  check (starts_at < ends_at),
  -- Points that may be given in all, prizes in points too; null: no end.
  budget bigint check (budget >= 0),
  spent bigint not null default 0 check (spent >= 0 and (budget is null or spent <= budget)),
  -- Of the draw (core/quests/draw): the secret, 64 hexadecimal digits, and what was published of it before the first answer.
  draw_seed text,
  draw_commitment text,
  -- When tickets were frozen and winners drawn; from then on the seed is public.
  drawn_at timestamptz,
  tickets_hash text,
  created_by text not null,
  created_at timestamptz not null,
  launched_by text,
  launched_at timestamptz,
  ended_at timestamptz,
  -- Of what staff have changed: a save names the one that it was made from.
  version integer not null default 1,
  check (status = 'draft' or (launched_at is not null and starts_at is not null and ends_at is not null))
);
create index quest_open on quest (ends_at) where status in ('live', 'paused');

create table quest_chapter (
  quest_id text not null references quest,
  chapter_no smallint not null check (chapter_no > 0),
  titles jsonb not null,
  -- What has to come first, all of it (core/quests/quest-terms.ts: Opens); an empty object: open from the start.
  opens jsonb not null default '{}',
  primary key (quest_id, chapter_no)
);

create table quest_task (
  quest_id text not null,
  -- Numbered in the order in which they were written, and never anew: attempts name them.
  task_no smallint not null check (task_no > 0),
  -- The word of the spreadsheet, by which a row finds its task again.
  task_key text not null,
  chapter_no smallint not null,
  place smallint not null,
  -- core/quests/task-content.ts: words in languages, and what is asked.
  content jsonb not null,
  -- What is asked, as content.ask.type says.
  type text not null,
  points integer not null default 0 check (points between 0 and 1000000),
  -- Wrong answers until the task is lost; null: as many as they like.
  most_attempts smallint check (most_attempts > 0),
  -- How long after a wrong answer the next one waits.
  cooldown_seconds integer not null default 0 check (cooldown_seconds >= 0),
  -- How long there is for an answer from when the task is shown; null: as long as they like.
  seconds integer check (seconds > 0),
  -- What the hint takes off the points of the task; null: there is none.
  hint_price integer check (hint_price >= 0),
  skippable boolean not null default true,
  -- Grows with each change of what is right, so that an attempt tells by which it was judged.
  version smallint not null default 1,
  -- Taken out of a quest that runs: stays for those who have done it.
  archived_at timestamptz,
  primary key (quest_id, task_no),
  unique (quest_id, task_key),
  foreign key (quest_id, chapter_no) references quest_chapter deferrable initially deferred
);

create table quest_team (
  team_id text primary key,
  quest_id text not null references quest,
  -- The group chat, of Telegram.
  chat_id text not null,
  title text not null,
  score integer not null default 0,
  -- The messenger's id of the message that shows the meter.
  meter_message_id text,
  created_at timestamptz not null,
  reached_at timestamptz,
  unique (quest_id, chat_id)
);

create table quest_player (
  player_id text primary key,
  quest_id text not null references quest,
  -- Null: a guest.
  member_id text references member,
  -- The chat that they played in last.
  identity_id text not null references identity,
  nickname text not null,
  -- Their own store, for its board.
  store_id text references store,
  team_id text references quest_team,
  -- Points of the quest, and how many tasks are done.
  score integer not null default 0,
  done smallint not null default 0,
  -- When the score was reached: of two with the same, the earlier one stands higher.
  scored_at timestamptz not null,
  -- Of the score, what has become points of the member: the worker that pays follows the score.
  paid integer not null default 0,
  payments integer not null default 0,
  -- Why the rest is not paid; null: nothing is in the way.
  unpaid_because text check (unpaid_because in ('guest', 'receipt', 'budget')),
  -- The task that was shown last, and whose answer is awaited.
  task_no smallint,
  -- The one message of the quest in their chat, by its delivery.
  message_id text,
  joined_at timestamptz not null,
  last_at timestamptz not null,
  finished_at timestamptz
);
create unique index quest_player_member on quest_player (quest_id, member_id) where member_id is not null;
create unique index quest_player_guest on quest_player (quest_id, identity_id) where member_id is null;
create index quest_player_board on quest_player (quest_id, score desc, scored_at, player_id);
create index quest_player_of_member on quest_player (member_id) where member_id is not null;
create index quest_player_of_guest on quest_player (identity_id) where member_id is null;
create index quest_player_unpaid on quest_player (player_id) where score <> paid and unpaid_because is null;

-- Where a player stands with a task: no row, not seen yet.
create table quest_progress (
  player_id text not null references quest_player,
  task_no smallint not null,
  -- waiting: staff, or another system, have to say.
  state text not null default 'shown' check (state in ('shown', 'waiting', 'done', 'skipped', 'lost')),
  attempts smallint not null default 0,
  -- When it was shown: the time for an answer runs from here.
  shown_at timestamptz not null,
  -- No answer before this.
  again_at timestamptz,
  hinted boolean not null default false,
  points integer not null default 0,
  -- What counts towards it, such as receipts or friends, and how many.
  counted integer not null default 0,
  done_at timestamptz,
  primary key (player_id, task_no)
);

-- Every answer, for good. Staff who decide or correct add to it and take nothing away.
create table quest_attempt (
  player_id text not null references quest_player,
  -- The update that carried it, or whatever else tells a repetition from a new one.
  attempt_key text not null,
  quest_id text not null,
  task_no smallint not null,
  task_version smallint not null,
  -- core/quests/answer.ts: Given.
  given jsonb not null,
  verdict text not null check (verdict in ('right', 'wrong', 'waiting', 'late')),
  points integer not null default 0,
  attempted_at timestamptz not null,
  -- Of staff or of another system: who has decided what waited, and the word to the player.
  decided_by text,
  decided_at timestamptz,
  decision_note text,
  -- What it was before the right answer was corrected.
  regraded_from text,
  primary key (player_id, attempt_key)
);
create index quest_attempt_waiting on quest_attempt (quest_id, attempted_at) where verdict = 'waiting';

create table quest_prize (
  quest_id text not null references quest,
  prize_no smallint not null check (prize_no > 0),
  titles jsonb not null,
  -- core/prizes/prize.ts.
  prize jsonb not null,
  -- To everybody who qualifies; to the first of them; to those with the most points; or by lot.
  goes_to text not null check (goes_to in ('everyone', 'first', 'top', 'draw')),
  -- What qualifies (core/quests/quest-terms.ts: Qualifies).
  qualifies jsonb not null,
  -- Null: as many as qualify.
  stock integer check (stock > 0),
  given integer not null default 0 check (given >= 0 and (stock is null or given <= stock)),
  -- How long it waits after it was won: as long as goods can be brought back.
  delay_days smallint not null default 0 check (delay_days between 0 and 90),
  primary key (quest_id, prize_no),
  check (goes_to not in ('first', 'top', 'draw') or stock is not null)
);

create table quest_win (
  win_id text primary key,
  quest_id text not null,
  prize_no smallint not null,
  player_id text not null references quest_player,
  -- The place on the board, or of the draw.
  place integer,
  status text not null default 'waiting' check (status in ('waiting', 'given', 'withdrawn')),
  won_at timestamptz not null,
  -- Not given before this.
  ready_at timestamptz not null,
  given_at timestamptz,
  -- What it became: a transfer, a coupon, an order, a badge.
  given_as text,
  withdrawn_by text,
  note text,
  unique (quest_id, prize_no, player_id),
  foreign key (quest_id, prize_no) references quest_prize
);
create index quest_win_waiting on quest_win (ready_at) where status = 'waiting';
create index quest_win_of_player on quest_win (player_id);

-- The lots of a draw, written down when the quest is over and published with its seed.
create table quest_ticket (
  quest_id text not null,
  prize_no smallint not null,
  ticket_no integer not null,
  -- What stands for the player in public: nobody can tell who it is but themselves.
  ticket text not null,
  player_id text not null references quest_player,
  primary key (quest_id, prize_no, ticket_no)
);

-- Points that staff have given or taken by hand, each with its reason.
create table quest_correction (
  correction_id text primary key,
  player_id text not null references quest_player,
  task_no smallint,
  points integer not null,
  reason text not null,
  corrected_by text not null,
  corrected_at timestamptz not null
);
create index quest_correction_of_player on quest_correction (player_id, corrected_at);

-- What a member wears for good: of quests and challenges.
create table member_badge (
  member_id text not null references member,
  -- The quest or challenge and its prize, such as qst_….2.
  badge_key text not null,
  titles jsonb not null,
  given_at timestamptz not null,
  primary key (member_id, badge_key)
);
