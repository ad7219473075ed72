-- Files of members, cards, points, products, stores and past receipts that are brought in. The file is kept in parts until
-- it is done, so that whichever process takes the work up can begin reading again; what is read waits in tables of the
-- schema import_stage, one set for each import, which no crash needs to survive.

create schema import_stage;

create table import (
  import_id text primary key,
  kind text not null check (kind in ('members', 'cards', 'balances', 'products', 'stores', 'receipts')),
  file_name text not null,
  file_bytes bigint not null default 0,
  encoding text not null default 'utf-8' check (encoding in ('utf-8', 'windows-1251', 'utf-16le')),
  delimiter text not null default ',' check (delimiter in (',', ';', E'\t')),
  -- The names of the file's columns, its first rows, and which column is which field: {"phone": 2}.
  header jsonb not null default '[]',
  sample jsonb not null default '[]',
  columns jsonb not null default '{}',
  options jsonb not null default '{}',
  -- uploading -> ready -> checking -> checked -> writing -> done; a command's own import is never ready.
  status text not null default 'uploading'
    check (status in ('uploading', 'ready', 'checking', 'checked', 'writing', 'done', 'failed', 'cancelled')),
  -- How far reading the file has come, and how many groups of rows are read: a row, or a receipt with its lines.
  bytes_read bigint not null default 0,
  rows_read bigint not null default 0,
  groups_read bigint not null default 0,
  read_skipped bigint not null default 0,
  read_wrong bigint not null default 0,
  -- Groups up to here are checked, or are written for good.
  groups_done bigint not null default 0,
  count_new bigint not null default 0,
  count_changed bigint not null default 0,
  count_same bigint not null default 0,
  count_skipped bigint not null default 0,
  count_wrong bigint not null default 0,
  attempt integer not null default 0,
  heard_at timestamptz,
  -- Why it failed.
  error text,
  error_details jsonb not null default '{}',
  asked_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index import_by_time on import (created_at desc);
create index import_to_do on import (created_at) where status in ('checking', 'writing');

create table import_part (
  import_id text not null references import on delete cascade,
  part_no integer not null,
  bytes bytea not null,
  primary key (import_id, part_no)
);
-- Text of a shop's file is sent once and read once or twice: compressing it costs more than it saves.
alter table import_part alter column bytes set storage external;

-- Rows that cannot be brought in, with the cell that is at fault as it stands in the file.
create table import_error (
  import_id text not null references import on delete cascade,
  error_no bigint generated always as identity,
  row_no bigint not null,
  -- Found while reading the file, or by comparing with what is there.
  found_in text not null check (found_in in ('reading', 'judging')),
  field text,
  code text not null,
  details jsonb not null default '{}',
  value text not null default '',
  primary key (import_id, error_no)
);
