-- The indexes over time of the tables that grow all day (BRIN) asked autovacuum to take in each 16 pages that were written. It
-- keeps 256 such requests and comes once a minute: whatever an import or a busy hour asked beyond that was refused, and
-- each refusal was told in PostgreSQL's log with the whole statement (measured: 22 MB in two minutes). Now the program takes
-- in what is new every ten minutes (src/workers/summarize-indexes.ts).
alter index receipt_by_time set (autosummarize = off);
alter index transfer_by_time set (autosummarize = off);
alter index delivery_by_settling set (autosummarize = off);
alter index used_card_code_by_time set (autosummarize = off);
alter index receipt_return_by_time set (autosummarize = off);
alter index quest_attempt_when set (autosummarize = off);
