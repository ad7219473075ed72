-- What reverses a transfer may stand with another member: the one that its member became part of, or was part of then.
drop index transfer_that_reverses;
create index transfer_that_reverses on transfer (reverses) where reverses is not null;
