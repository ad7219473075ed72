-- What sweeping up and looking over the shop ask for. Rows come in the order of time, so that a summary of each run of
-- pages is enough, and settling a message or spending a code pays next to nothing for it.

create index delivery_by_settling on delivery using brin (settled_at) with (pages_per_range = 16, autosummarize = on);
create index used_card_code_by_time on used_card_code using brin (used_at)
  with (pages_per_range = 16, autosummarize = on);

-- What needs a person (src/core/reports/list-concerns.ts).
create index audit_log_of_concerns on audit_log (recorded_at)
  where action in ('till.velocity', 'burn.refuse', 'identity.rejected');

-- Nobody asks for a cashier's receipts of all time: a till's list goes by receipt_by_time.
drop index receipt_of_cashier;
