-- Who may be written to, how often and when; and who is left alone, to compare with.

-- The share a member falls into for a salt, 0 to 9999: the same each time, even over all members, and another one for
-- another salt. core/segments/share-of.ts comes to the same.
create function share_of(p_member_id text, p_salt text) returns integer
language sql immutable strict parallel safe
as $$ select (('x' || substr(md5(p_salt || ':' || p_member_id), 1, 8))::bit(32)::bigint % 10000)::integer $$;

-- The programme's own limits on advertising; messages about what a member has done themselves are not counted. Without
-- a row there are none.
create table contact_policy (
  policy_id smallint primary key default 1 check (policy_id = 1),
  -- Most messages within 24 hours and within 7 days, over all campaigns; null: any number.
  per_day smallint check (per_day between 1 and 20),
  per_week smallint check (per_week between 1 and 50),
  -- Nothing is sent from the one until the other, where the member is. Both null: at any hour.
  quiet_from time,
  quiet_to time,
  -- Percent of all members who never get advertising; another salt chooses others from the next launch on.
  control_percent smallint not null default 0 check (control_percent between 0 and 20),
  control_salt text not null default '1',
  check ((quiet_from is null) = (quiet_to is null) and quiet_from is distinct from quiet_to)
);
insert into contact_policy (per_day, per_week, quiet_from, quiet_to)
select 1, 3, '21:00', '09:00' from programme;

-- What a member was sent and what they have asked for. A missing row: nothing of either.
create table member_contact (
  member_id text primary key,
  -- When advertising was sent or was about to be, within the last 7 days, the oldest first.
  recent timestamptz[] not null default '{}',
  -- Most messages within 7 days; null: as the programme has it.
  per_week smallint check (per_week between 1 and 50),
  -- Categories of goods; null: of everything.
  topics text[] check (cardinality(topics) > 0),
  -- Only from the one until the other, where the member is. Both null: as the programme has it.
  hours_from time,
  hours_to time,
  changed_at timestamptz,
  check ((hours_from is null) = (hours_to is null) and hours_from is distinct from hours_to)
) with (fillfactor = 50);

alter table campaign
  -- 1 to 3: one that matters more is left room by those that matter less.
  add column priority smallint not null default 2 check (priority between 1 and 3),
  -- Categories of goods that it is about; empty: of interest to everybody.
  add column topics text[] not null default '{}',
  -- What was not sent by then is not sent any more.
  add column send_until timestamptz,
  -- The programme's control group as it was when the audience was fixed.
  add column holdout_percent smallint,
  add column holdout_salt text;
