-- What the office needs of adjustments: a form that is sent twice asks once, and what was decided is looked up by its day.

alter table adjustment
  -- Made by the form that asked.
  add column request_key text;
create unique index adjustment_request on adjustment (asked_by, request_key) where request_key is not null;
create index adjustment_decided on adjustment (decided_at) where status <> 'waiting';
