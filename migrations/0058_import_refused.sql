-- Past receipts that were to earn and may not become history: how many, by the code of the refusal.
alter table import add column refused jsonb not null default '{}';
