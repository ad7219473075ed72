-- When a coupon of an offer last became usable again, by a return or by staff: whoever keeps the offers in memory then
-- looks anew, for its version may be one that nobody held a coupon of any more.
alter table offer add column again_at timestamptz;
