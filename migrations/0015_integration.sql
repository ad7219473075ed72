-- What other systems tell us by their own names: members, things that members did, holds, returns.

-- The name that a shop's own system gives to a member.
create table member_external_id (
  external_id text primary key,
  member_id text not null references member,
  linked_at timestamptz not null
);
create index member_external_id_of_member on member_external_id (member_id);

-- What a member did elsewhere, once each however often it is told.
create table member_event (
  member_id text not null references member,
  event_key text not null,
  name text not null,
  told_by text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (member_id, event_key)
);
create trigger member_event_append_only before update or delete on member_event
  for each row execute function refuse_change();

-- Why a return that waited cannot be booked, once its sale is there.
alter table waiting_return add column refused text;

-- A hold is asked for again by its key, when the live code that named the member is stale.
create index hold_by_key on hold (hold_key);
