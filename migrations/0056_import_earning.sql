-- Past receipts that are brought in may earn: the points that they have given, or in a dry run would give.
alter table import add column points bigint not null default 0;
