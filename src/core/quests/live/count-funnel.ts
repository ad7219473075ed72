// How far players come, chapter by chapter, and which kinds of task people do once they have seen them.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { TaskType } from '../task-content.ts';

export interface FunnelChapter {
  chapterNo: number;
  /** Have seen a task of it; have done or skipped every one of them. */
  reached: number;
  passed: number;
}

export interface FunnelType {
  type: TaskType;
  tasks: number;
  /** Of players and tasks together: a task that two have seen is two. */
  shown: number;
  done: number;
  skipped: number;
}

export interface Funnel {
  joined: number;
  /** Have done a task at least. */
  began: number;
  finished: number;
  chapters: FunnelChapter[];
  types: FunnelType[];
}

export async function countFunnel(db: Reader, questId: QuestId): Promise<Funnel> {
  const [players] = await db.execute<
    Pick<Funnel, 'joined' | 'began' | 'finished'> & Record<string, unknown>
  >(sql`
    select count(*)::integer as joined, count(*) filter (where done > 0)::integer as began,
      count(*) filter (where finished_at is not null)::integer as finished
    from quest_player where quest_id = ${questId}`);
  const chapters = await db.execute<FunnelChapter & Record<string, unknown>>(sql`
    with size as (
      select chapter_no, count(*) as tasks from quest_task where quest_id = ${questId} and archived_at is null group by 1
    ), came as (
      select t.chapter_no, g.player_id, count(*) filter (where g.state in ('done', 'skipped')) as over
      from quest_player p join quest_progress g on g.player_id = p.player_id
        join quest_task t on t.quest_id = ${questId} and t.task_no = g.task_no and t.archived_at is null
      where p.quest_id = ${questId} group by 1, 2
    )
    select s.chapter_no as "chapterNo", count(c.player_id)::integer as reached,
      count(*) filter (where c.over = s.tasks)::integer as passed
    from size s left join came c using (chapter_no) group by 1 order by 1`);
  const types = await db.execute<FunnelType & Record<string, unknown>>(sql`
    select t.type, count(distinct t.task_no)::integer as tasks, count(g.player_id)::integer as shown,
      count(*) filter (where g.state = 'done')::integer as done, count(*) filter (where g.state = 'skipped')::integer as skipped
    from quest_task t left join (
      select g.* from quest_player p join quest_progress g on g.player_id = p.player_id where p.quest_id = ${questId}
    ) g on g.task_no = t.task_no
    where t.quest_id = ${questId} and t.archived_at is null group by 1
    order by count(*) filter (where g.state = 'done')::float8 / greatest(1, count(g.player_id)) desc, 1`);
  return {
    joined: players?.joined ?? 0,
    began: players?.began ?? 0,
    finished: players?.finished ?? 0,
    chapters,
    types,
  };
}
