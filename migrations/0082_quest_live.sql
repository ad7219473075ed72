-- What the staff see of a quest while it runs must stay cheap however many answers there are.

-- Answers that were wrong, whatever else the table holds. Measured with 1,030,000 answers of four quests: a task's wrong
-- answers of one of them in 0.3 s instead of a walk through all.
create index quest_attempt_missed on quest_attempt (quest_id, task_no) where verdict in ('wrong', 'late');

-- Answers lie in the order in which they came, so the last hour is found by a few bytes a page, and writing costs next to nothing.
create index quest_attempt_when on quest_attempt using brin (attempted_at) with (pages_per_range = 16, autosummarize = on);
