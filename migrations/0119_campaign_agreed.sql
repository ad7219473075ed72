-- A scheduled campaign may have come to reach many more people by its time than its second person agreed to: then it asks anew.
alter table campaign
  -- How many people somebody had agreed to, once many more fitted when its time came; else null.
  add column agreed_audience integer check (agreed_audience > 0);
