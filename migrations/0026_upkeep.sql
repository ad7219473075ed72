-- Upkeep of budgets, of what waits and of adjustments.

-- Since when a budget has counted what its rule gives: a return of what was given before fills it no more.
alter table rule_budget add column counts_from timestamptz;
-- For sweeping what nobody will claim or book any more.
create index waiting_return_by_age on waiting_return (recorded_at);
-- What one person has given and taken by hand on a day.
create index adjustment_of_staff on adjustment (asked_by, asked_at);
