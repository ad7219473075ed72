-- In which RFM cell a member was when the audience was fixed is written with their row, instead of a row of its own for each
-- of a million people: half of what the sending itself writes.
alter table campaign_delivery
  -- 331 is R3F3M1, 0 who had bought nothing; null: not counted yet. Of a member's rows only the first step's has it.
  add column cell smallint;
update campaign_delivery d set cell = c.cell
from campaign_cell c where d.campaign_id = c.campaign_id and d.member_id = c.member_id and d.step = 1;
drop table campaign_cell;
alter table campaign_result drop column cells_to;
