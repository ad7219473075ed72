-- A gift that was accepted can be taken back by staff.
alter table gift drop constraint gift_status_check;
alter table gift add constraint gift_status_check
  check (status in ('waiting', 'accepted', 'returned', 'cancelled', 'reversed'));
