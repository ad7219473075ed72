-- What a rule is called to members, by language; where a language is missing they read its name.
alter table rule add column names jsonb not null default '{}';
alter table rule_version add column names jsonb not null default '{}';
