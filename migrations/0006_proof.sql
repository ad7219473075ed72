-- Who vouched for a chat, what holds points back, and what is left to forget.

-- The member that this one became part of; its receipts and transfers stay under its own id.
alter table member add column absorbed_into text references member;
create index member_absorbed on member (absorbed_into) where absorbed_into is not null;

-- Points of a plastic card that was nobody's have come in: burning waits until then, whatever a chat says.
alter table member add column points_held_until timestamptz;

-- When another chat of the member said that this one is theirs.
alter table identity add column vouched_at timestamptz;

-- When whoever writes here asked to be forgotten; null again once they are a member anew.
alter table identity add column erased_at timestamptz;
create index identity_erased on identity (erased_at) where erased_at is not null;

-- A stranger's unfinished conversation may hold a phone and a name. No column that a message changes may stand in an
-- index of this table: each message would then write to all of them.
create index identity_stranger on identity (first_seen_at) where member_id is null;
create index one_time_code_sent on one_time_code (sent_at);
