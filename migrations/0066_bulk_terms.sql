-- How campaigns go to the messengers.
alter table programme
  -- Messages a second for which Telegram takes its fee each (allow_paid_broadcast); null: at its free rate.
  add column telegram_paid_per_second smallint check (telegram_paid_per_second between 30 and 1000),
  -- Whether the same message goes to 300 people in one call, which Viber allows a bot on application.
  add column viber_broadcast boolean not null default true;

-- When the messenger last refused this bot a broadcast.
alter table pacer add column no_broadcast_since timestamptz;

-- One token stands for 300 people of a broadcast, and each tells by itself what became of it.
drop index campaign_delivery_by_message;
create index campaign_delivery_by_message on campaign_delivery (external_message_id, identity_id)
  where external_message_id is not null;
