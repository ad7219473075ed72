-- Photos of quests are looked at in a group of the staff, too.

-- Groups that an admin or a marketer has connected on purpose; everybody in them may decide.
create table staff_chat (
  identity_id text primary key references identity,
  title text not null,
  connected_by text not null references staff,
  connected_at timestamptz not null,
  -- By hand, or because the bot was taken out of the group.
  disconnected_at timestamptz
);

-- The last code of each of the staff; it works once.
create table staff_chat_code (
  made_by text primary key references staff,
  code_hash text not null unique,
  expires_at timestamptz not null
);

-- Messages that show a photo which waits. Players who turn out to be one person take theirs along.
create table quest_review_post (
  delivery_id text primary key,
  identity_id text not null references staff_chat,
  player_id text not null,
  attempt_key text not null,
  posted_at timestamptz not null,
  -- The first press of a button. A worker decides by it, since a conversation may hold other players.
  pressed text check (pressed in ('right', 'wrong')),
  pressed_by text,
  pressed_name text,
  pressed_at timestamptz,
  -- What the message shows; `gone`: there is nothing to be looked at any more.
  shows text not null default 'waiting' check (shows in ('waiting', 'decided', 'gone')),
  unique (player_id, attempt_key, identity_id),
  foreign key (player_id, attempt_key) references quest_attempt on update cascade on delete cascade,
  check ((pressed is null) = (pressed_at is null))
);
create index quest_review_post_waiting on quest_review_post (posted_at) where shows = 'waiting';
create index quest_review_post_of_chat on quest_review_post (identity_id, posted_at);
