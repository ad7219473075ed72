-- Orders that somebody has to prepare, the oldest first: the screen of the day asks for those that wait too long.
create index reward_order_to_prepare on reward_order (ordered_at) where status = 'ordered';
