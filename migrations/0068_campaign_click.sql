-- What was pressed or opened in a campaign's messages: one row for a member and a button.
create table campaign_click (
  member_id text not null,
  campaign_id text not null references campaign,
  -- Of the button, from 0; the offers in a message's slots come after its buttons.
  place smallint not null,
  -- The offer in the slot.
  offer_id text,
  times integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (member_id, campaign_id, place)
);
create index campaign_click_of_campaign on campaign_click (campaign_id, place);
