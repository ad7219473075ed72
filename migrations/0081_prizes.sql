-- What is won is a reward for nothing too, a badge has a sign, and a prize that cannot be given yet says why.

alter table reward_order drop constraint reward_order_price_check;
alter table reward_order add constraint reward_order_price_check check (price >= 0);

alter table member_badge add column sign text not null default '🏅';

-- guest, receipt: as with points; stock: nothing of it is left, which staff can change. Null: nothing is in the way.
alter table quest_win add column waits_for text check (waits_for in ('guest', 'receipt', 'stock'));
drop index quest_win_waiting;
create index quest_win_waiting on quest_win (ready_at) where status = 'waiting' and waits_for is null;
create index quest_win_held_up on quest_win (won_at) where status = 'waiting' and waits_for = 'stock';
