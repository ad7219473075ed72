-- What a rule gives where no receipt is there to carry it is fetched as a reward is: by a code, once. Each gift of a rule is a
-- reward of its own, which stands in no catalogue and costs nothing.

alter table reward add column rule_id text references rule;
alter table reward drop constraint reward_price_check;
alter table reward add constraint reward_price_check check (case when rule_id is null then price > 0 else price = 0 end);
create unique index reward_of_rule on reward (rule_id, md5(names::text)) where rule_id is not null;
