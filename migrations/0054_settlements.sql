-- Settlements look for what the programme did with points of partners, and for what has expired in a month. Neither is
-- about the programme's own points on a receipt, so the busiest transfers enter no index.
create index transfer_of_other_currency on transfer (currency, recorded_at) where currency <> 'points';
create index transfer_expired on transfer (recorded_at) where kind = 'expire';
