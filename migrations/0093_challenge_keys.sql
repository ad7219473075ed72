-- A correction of progress that is sent twice is made once.

alter table challenge_move add column request_key text unique;
