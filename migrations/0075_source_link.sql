-- Links with a name of their own, for a poster, a counter or a blogger: what is opened by one carries `l-` and its code,
-- which becomes the source of the chat and of the member.
create table source_link (
  code text primary key check (code ~ '^[0-9a-z]{8}$'),
  name text not null,
  created_by text not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
create index identity_by_link on identity (source) where source like 'l-%';
create index member_by_link on member (source) where source like 'l-%';
