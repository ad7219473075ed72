-- What a member has bought when and for how much is read from the index alone: statistics of members and results of
-- campaigns ask for nothing else, and rows of one member lie scattered over the whole table.
create index receipt_of_member_with_sums on receipt (member_id, occurred_at desc) include (amount_minor, returned_minor);
drop index receipt_of_member_by_time;
alter index receipt_of_member_with_sums rename to receipt_of_member_by_time;
