-- The till grows up: shifts of cashiers, and whether goods may come back to another store than the one that sold them.

alter table programme add column returns_anywhere boolean not null default false;

-- A cashier's time at the till, from opening to closing. What was done in it is told by the receipts, the returns and the
-- audit log of that time.
create table shift (
  staff_id text not null references staff,
  shift_id text not null,
  store_id text not null references store,
  till_id text,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (staff_id, shift_id),
  check (closed_at >= opened_at)
);
create unique index shift_open on shift (staff_id) where closed_at is null;
create index shift_of_staff on shift (staff_id, opened_at desc);

-- What a cashier did in a shift. The log is written a few times a minute at most.
create index audit_log_by_actor on audit_log (actor, recorded_at);
-- Returns of a shift; the newest pages answer.
create index receipt_return_by_time on receipt_return using brin (recorded_at)
  with (pages_per_range = 16, autosummarize = on);
