-- Teams of quests: a group chat plays together, or the friends of somebody who has made a team.

-- The group as messages go to it; null where there is no group: then whoever made the team shows its link to others.
alter table quest_team add column identity_id text references identity;
alter table quest_team add column players integer not null default 0;
-- When its meter was brought up to date: a group is not told more often than it can read.
alter table quest_team add column told_at timestamptz not null default 'epoch';

create index quest_player_of_team on quest_player (team_id) where team_id is not null;
