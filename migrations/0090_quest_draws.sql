-- The end of a quest: whom its wins were told to.

-- Null: the winner has not heard of it yet. What an answer wins is told with the answer.
alter table quest_win add column told_at timestamptz;
update quest_win set told_at = won_at;
create index quest_win_to_tell on quest_win (won_at) where told_at is null;

-- Of the draw: what won, whoever the player has become since.
alter table quest_win add column ticket text;

-- Closed are those whose winners are drawn; the worker looks for the others.
create index quest_to_close on quest (ended_at) where status = 'ended' and drawn_at is null;

-- The board of a store.
create index quest_player_store_board on quest_player (quest_id, store_id, score desc, scored_at, player_id)
  where store_id is not null;

-- Players are told that it is over one after the other: up to which id, and when all of them were.
alter table quest add column over_told_to text;
alter table quest add column over_told_at timestamptz;
