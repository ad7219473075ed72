-- What a member wants to buy: lines of their own words, ticked off one by one.
create table shopping_item (
  member_id text not null references member (member_id),
  item_id text not null,
  name text not null check (length(name) between 1 and 80),
  -- Thousandths; null: none was told.
  quantity_milli integer check (quantity_milli > 0),
  unit text not null default '',
  added_at timestamptz not null,
  ticked_at timestamptz,
  -- Cleared lines stay for a day, so that it can be undone.
  cleared_at timestamptz,
  primary key (member_id, item_id)
);
create index shopping_item_cleared on shopping_item (cleared_at) where cleared_at is not null;
