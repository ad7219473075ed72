-- What the words about an erased person look like, until a chore has taken them out of other people's messages: minutes.
create table erased_words (
  member_id text primary key references member,
  name text not null,
  words text[] not null,
  erased_at timestamptz not null
);

-- The proof of a consent named the person in Viber, and consents stay for good; its event and message are proof enough.
alter table consent disable trigger consent_append_only;
update consent set carried_by = regexp_replace(carried_by, '^(viber:[^:]+:[^:]+):.*$', '\1')
where carried_by like 'viber:%:%:%';
alter table consent enable trigger consent_append_only;
