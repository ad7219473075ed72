-- A link to the page of a card opens it once: whoever it is sent on to comes too late.
-- Kept until the link would have ended by itself.
create table used_card_link (
  member_id text not null references member (member_id),
  nonce text not null,
  expires_at timestamptz not null,
  primary key (member_id, nonce)
);
create index used_card_link_ends on used_card_link (expires_at);
