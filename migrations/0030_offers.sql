-- Offers: what the shop gives to whom, and the coupons by which people hold a right to it.

create table offer (
  offer_id text primary key,
  name text not null,
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'ended')),
  -- What is being worked on; null when it is the same as the last version.
  draft jsonb,
  -- Of the last version that was published; 0 before the first.
  version integer not null default 0,
  -- How many may be handed out in all (null: no limit), and how many have been.
  stock bigint check (stock > 0),
  taken bigint not null default 0 check (taken >= 0 and (stock is null or taken <= stock)),
  -- Free codes of a pool are few, or what it may cost is spent: noted once each.
  low_at timestamptz,
  spent_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
) with (fillfactor = 50);

-- What was published. A coupon keeps the version that it was taken under: a promise does not change afterwards.
create table offer_version (
  offer_id text not null references offer,
  version integer not null,
  name text not null,
  content jsonb not null,
  published_by text not null,
  published_at timestamptz not null,
  primary key (offer_id, version)
);

-- One right of one member.
create table coupon (
  member_id text not null references member,
  coupon_id text not null,
  offer_id text not null,
  version integer not null,
  code text not null,
  -- issued: theirs once they take it. taken: works at the till by itself. withdrawn: given back to the shop unused.
  status text not null check (status in ('issued', 'taken', 'used', 'expired', 'withdrawn')),
  issued_at timestamptz not null,
  taken_at timestamptz,
  used_at timestamptz,
  -- The receipt that it was last used on, and what it brought there: money off and points.
  receipt_id text,
  saved_minor bigint not null default 0,
  earned bigint not null default 0,
  -- When goods last came back and gave it back.
  returned_at timestamptz,
  expires_at timestamptz,
  ended_at timestamptz,
  -- The word of whoever issued it: with the offer the key under which it is issued once.
  issue_key text,
  issued_by text not null,
  primary key (member_id, coupon_id),
  foreign key (offer_id, version) references offer_version,
  check (status <> 'used' or (used_at is not null and receipt_id is not null)),
  check (status <> 'taken' or taken_at is not null)
);
create index coupon_open on coupon (member_id) where status in ('issued', 'taken');
create index coupon_of_member on coupon (member_id, offer_id);
create index coupon_of_receipt on coupon (member_id, receipt_id) where receipt_id is not null;
create index coupon_of_offer on coupon (offer_id, status);
create index coupon_to_expire on coupon (expires_at) where status in ('issued', 'taken');
create unique index coupon_issue on coupon (member_id, offer_id, issue_key) where issue_key is not null;

-- Every code there is: of coupons, and those that nobody has yet (uploaded or printed).
create table coupon_code (
  code text primary key,
  offer_id text not null references offer,
  place bigint generated always as identity,
  member_id text,
  coupon_id text,
  check ((member_id is null) = (coupon_id is null))
);
create index coupon_code_free on coupon_code (offer_id, place) where member_id is null;

-- Marks coupons as used by receipts that are being written in the same statement or transaction, whose standing the
-- writer holds. Each receipt and coupon that was accepted finds its coupon taken, or nothing of it is written.
create function use_coupons(p_at timestamptz, c_member text[], c_coupon text[], c_receipt text[], c_saved bigint[],
  c_earned bigint[]) returns integer
language plpgsql
set plan_cache_mode = force_generic_plan
as $$
declare
  v_used integer;
begin
  update coupon c set status = 'used', used_at = p_at, receipt_id = i.receipt, saved_minor = i.saved, earned = i.earned
  from unnest(c_member, c_coupon, c_receipt, c_saved, c_earned) as i(member, coupon, receipt, saved, earned)
  where c.member_id = i.member and c.coupon_id = i.coupon and c.status = 'taken';
  get diagnostics v_used = row_count;
  if v_used <> coalesce(array_length(c_member, 1), 0) then
    raise exception 'a coupon was used up meanwhile' using errcode = 'serialization_failure';
  end if;
  return v_used;
end $$;
