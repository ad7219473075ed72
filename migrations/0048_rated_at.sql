-- When a purchase was rated first: for a day after it the rating can be changed. Null: not rated, or before this was kept.
alter table receipt add column rated_at timestamptz;
