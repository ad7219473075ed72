-- What keeps points in order over time: daily passes over all members, lots that end when their member stays away, and
-- debts that are not spent over.

-- How far a daily pass over all members has come; a process that dies goes on where the last one stopped.
create table daily_pass (
  pass text primary key,
  day date not null,
  -- The last member it has seen; null when it is done for the day.
  member_id text,
  done boolean not null default false
);

-- Points that can be burnt at a moment: in lots that are active, have not expired and that no hold keeps, less what is
-- owed: a hold that is released leaves its points beside a debt.
create or replace function spendable_points(p_member text, p_currency text, p_at timestamptz) returns bigint
language sql stable as $$
  select greatest(0, coalesce(sum(remaining - held), 0)
    - coalesce((select owed from account where member_id = p_member and currency = p_currency), 0))::bigint
  from lot
  where member_id = p_member and currency = p_currency and remaining > 0
    and active_at <= p_at and (expires_at is null or expires_at > p_at)
$$;

-- When a lot ends: its own end or, in a currency that ends by inactivity, months after the member's last receipt, or after
-- the lot became active when that was later, by the clocks of the programme. Null: never, or it waits for an action.
create function lot_end(l lot) returns timestamptz language sql stable as $$
  select coalesce(l.expires_at, (
    select ((greatest(s.last_receipt_at, l.active_at) at time zone p.time_zone)
      + make_interval(months => c.expiry_months)) at time zone p.time_zone
    from currency c cross join programme p left join standing s on s.member_id = l.member_id
    where c.currency = l.currency and c.expiry = 'inactivity' and l.active_at < 'infinity'))
$$;

-- Lots whose end stands in no column; few programmes have any.
create index lot_without_end on lot (member_id, currency) where remaining > 0 and expires_at is null;
create index gift_of_member on gift (member_id, given_at);
create index adjustment_of_member on adjustment (member_id, asked_at);
create index merge_into on merge (to_member_id, merged_at);
create index merge_from on merge (from_member_id);
create index gift_to_member on gift (to_member_id) where to_member_id is not null;
