-- Right answers that were mended while a quest runs: a worker judges every attempt of the task anew, some players at a
-- time.
create table quest_regrade (
  quest_id text not null,
  task_no smallint not null,
  -- The one that the task got; attempts of older ones are judged anew.
  task_version smallint not null,
  -- Whoever was right by the old answer and is not by the new one loses the points of the task.
  takes_back boolean not null,
  asked_by text not null,
  asked_at timestamptz not null,
  -- Players up to this one are done, in the order of their identifiers.
  upto_player text not null default '',
  judged integer not null default 0,
  gained integer not null default 0,
  lost integer not null default 0,
  finished_at timestamptz,
  primary key (quest_id, task_no, task_version),
  foreign key (quest_id, task_no) references quest_task
);
create index quest_regrade_open on quest_regrade (asked_at) where finished_at is null;
