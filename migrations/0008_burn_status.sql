-- The member's yes and the booking are one transaction: nothing stands between waiting and accepted.
update burn_request set status = 'waiting' where status = 'confirmed';
alter table burn_request drop constraint burn_request_status_check;
alter table burn_request add constraint burn_request_status_check
  check (status in ('waiting', 'accepted', 'refused', 'failed', 'expired'));
