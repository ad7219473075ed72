-- When and how a campaign goes out, who agreed to it, what a message costs, and a second and third try by another way.

-- Before it begins it may wait for a second person (waiting) or for its time (scheduled).
alter table campaign
  drop constraint campaign_status_check,
  add constraint campaign_status_check
    check (status in ('draft', 'waiting', 'scheduled', 'expanding', 'running', 'paused', 'stopped', 'finished')),
  -- Viber takes money for a message that comes more than 24 hours after the person wrote. now: it is paid for;
  -- sessionFirst: whoever does not write within patience_hours is written to for money; nextVisit: only whoever writes
  -- until send_until gets it.
  add column send_mode text not null default 'now' check (send_mode in ('now', 'sessionFirst', 'nextVisit')),
  add column patience_hours smallint not null default 24 check (patience_hours between 1 and 168),
  -- Not before; null: as soon as it is launched.
  add column send_from timestamptz,
  -- [{"channel": "other", "afterHours": 24}]: how those are tried again who did not react; other: their other messenger.
  add column steps jsonb not null default '[]',
  -- What counts as a reaction: seen, clicked, wrote, bought.
  add column stop_on text[] not null default '{clicked,wrote,bought}',
  -- What an SMS says, in the shape of content.
  add column sms_content jsonb,
  -- Whether a further step may still come: until then it is not finished.
  add column awaits_steps boolean not null default false,
  -- Staff: who pressed launch, and who agreed or refused.
  add column asked_by text,
  add column asked_at timestamptz,
  add column decided_by text,
  add column decided_at timestamptz;
create index campaign_scheduled on campaign (send_from) where status = 'scheduled';

alter table campaign_chunk
  drop constraint campaign_chunk_messenger_check,
  add constraint campaign_chunk_messenger_check check (messenger in ('telegram', 'viber', 'sms')),
  add column step smallint not null default 1,
  -- When the wait for reactions to what was sent in it is over; null until it is known.
  add column next_step_at timestamptz,
  -- The next step of those in it is written down, or there is none.
  add column followed boolean not null default false;
create index campaign_chunk_to_follow on campaign_chunk (campaign_id, chunk_no) where done and not followed;

-- One row. Without it nobody has to agree and the prices are those that Kartka knows.
create table campaign_settings (
  settings_id smallint primary key default 1 check (settings_id = 1),
  -- A campaign to more people than that needs a second person; null: none does.
  approval_people integer check (approval_people >= 0),
  -- Millionths of the currency. Viber: of a message outside of a session; SMS: of one part.
  price_currency text not null default 'EUR',
  viber_price_micros integer not null default 19600 check (viber_price_micros between 0 and 10000000),
  sms_price_micros integer check (sms_price_micros between 0 and 10000000)
);
insert into campaign_settings (approval_people) select 10000 from programme;
