-- A second factor for staff: a code of an app on their own phone, beside the password. The library of the sessions keeps
-- it: the secret and the recovery codes lie here encrypted with SECRET_KEY.

alter table staff add column second_factor boolean not null default false;

create table staff_second_factor (
  second_factor_id text primary key,
  staff_id text not null unique references staff on delete cascade,
  secret text not null,
  recovery_codes text not null,
  -- False until the first code of the app was right.
  verified boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz
);
