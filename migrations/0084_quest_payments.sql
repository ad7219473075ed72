-- Points of quests are paid, corrected and held up.

alter table quest_win drop constraint quest_win_waits_for_check;
alter table quest_win add constraint quest_win_waits_for_check check (waits_for in ('guest', 'receipt', 'stock', 'budget'));

-- Who waits for their first real receipt, looked through every minute; and for more budget.
create index quest_player_to_wake on quest_player (quest_id, unpaid_because) where unpaid_because is not null;

-- Of the form that was sent: sent again, it is not done again.
alter table quest_correction add column request_key text;
create unique index quest_correction_request on quest_correction (corrected_by, request_key) where request_key is not null;

-- When what was held up could be paid; null again once it was, and the player was told.
alter table quest_player add column woken_at timestamptz;
