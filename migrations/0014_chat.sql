-- What the chat keeps: the link somebody came with until it is done, and when a birthday was told.

-- A receipt or a gift that a link brought (`r-…`, `g-…`): done as soon as the person is a member.
alter table identity add column waiting_link text;

-- A birthday can be changed once a year.
alter table member add column birthday_told_at timestamptz;
