-- When a campaign was last changed or asked to be sent. Whoever saves, launches or agrees tells which moment they have seen,
-- so that an older screen never wins. The default is for a program of before this migration, while both run.
alter table campaign add column changed_at timestamptz not null default now();
