-- Coupons that are not used yet go along when a member becomes part of another, and back when that is undone.
alter table coupon add column moved_from text;
create index coupon_moved on coupon (moved_from) where moved_from is not null;
create index coupon_code_of_coupon on coupon_code (coupon_id) where coupon_id is not null;
