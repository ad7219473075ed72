-- What counts for a tier by month has no unit of its own: it is money or points, as the programme says. When the basis
-- changes, the months of all members are counted anew, a page at a time; until then they move no tier.
alter table programme
  -- Since when months are being counted anew; null: they are as the basis says.
  add column tier_counting_since timestamptz,
  -- The last member whose months are done.
  add column tier_counted_to text;

-- Where the basis may have been changed before, months are of both kinds.
update programme set tier_counting_since = now() where exists (
  select from audit_log where action = 'programme.change' and detail->'fields' ? 'tierBasis');
