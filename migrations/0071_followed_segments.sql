-- Segments that are followed: how far each was looked through, and what was taken out of segments.

alter table segment
  -- The day of the last whole look through all members; null: it is being written down for the first time, and nobody is
  -- told of it.
  add column swept_on date,
  -- Of the look that is under way, up to which member; empty when none is.
  add column swept_to text not null default '';

-- What was taken out for whom, and how many people: told to whoever asks which data went where.
create table segment_export (
  export_id text primary key,
  segment_id text not null references segment,
  network text not null check (network in ('meta', 'google', 'members')),
  asked_by text not null,
  asked_at timestamptz not null,
  -- Null while it runs, and when it was broken off.
  people integer,
  finished_at timestamptz
);
create index segment_export_of_segment on segment_export (segment_id, asked_at desc);

-- What happened before is seen when a segment is first looked through, so those events need not be read.
insert into event_reader (reader, recorded_in, event_no)
values ('segments', pg_snapshot_xmin(pg_current_snapshot()), 0);
