-- What the office looks for: members by the end of their phone.

create index phone_by_tail on phone (right(phone, 4));
