-- Messages are made by a join with their person, and nothing ever deletes a person's row: the foreign key had that row looked up
-- again, locked and so written, for each message.
-- Conversations write identities first and deliveries last: both tables are taken together or not at all.
do $$
begin
  for turn in 1..600 loop
    begin
      lock table identity, delivery in access exclusive mode nowait;
      alter table delivery drop constraint delivery_identity_id_fkey;
      return;
    exception when lock_not_available then
      perform pg_sleep(0.05);
    end;
  end loop;
  raise exception 'identity and delivery are in use all the time';
end $$;
