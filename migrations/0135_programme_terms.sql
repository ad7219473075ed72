-- What the programme promised until its terms changed: a receipt that comes late earns by the terms of its time, as it does by
-- the rules of its time. What it promises now stands in programme, tier, currency and category alone, and holds for all time
-- before as long as nothing has changed. Written by whoever changes them, in the same transaction and before the change.
create table programme_terms (
  -- Until then, from the one before on, or always.
  until_at timestamptz primary key,
  -- {pointValueMinor, tiers: [{tierKey, earnBp}], currencies: the open ones, excluded: categories that the law kept out}
  terms jsonb not null
);
