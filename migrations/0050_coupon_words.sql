-- Members are told of coupons that were given to them, and that one they have ends soon: some at a time, by day.
alter table coupon
  -- Its member is still to be told that it is there.
  add column to_tell boolean not null default false,
  -- When its end was told of; null again once that end has moved.
  add column warned_at timestamptz,
  -- When anything of it was last told, by which the pace is kept.
  add column told_at timestamptz;
create index coupon_to_tell on coupon (issued_at) where to_tell;
create index coupon_to_warn on coupon (expires_at) where status = 'taken' and warned_at is null;
create index coupon_told on coupon (told_at) where told_at is not null;
