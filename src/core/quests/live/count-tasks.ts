// How each task of a quest goes, counted from its own rows: nothing is kept beside them that could drift away.
import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { StoredGiven } from '../judge-answer.ts';

/** Of a task, the most frequent ones. */
const WRONG_KINDS = 5;

export interface TaskCounts {
  taskNo: number;
  /** Players who have seen it; each is now in one of the five states after it. */
  shown: number;
  open: number;
  waiting: number;
  done: number;
  skipped: number;
  lost: number;
  /** Took the hint. */
  hinted: number;
  /** Answers, however many a player gave. */
  wrong: number;
  late: number;
  topWrong: WrongAnswer[];
}

/** An answer that was judged as wrong, and how often it was given. */
export interface WrongAnswer {
  given: StoredGiven;
  count: number;
}

/** Reads every row of the quest: 0.8 s for 300,000 on two busy cores. watch-counts.ts says who may ask how often. */
export async function countTasks(db: Reader, questId: QuestId): Promise<Map<number, TaskCounts>> {
  const states = await countStates(db, questId);
  const tasks = new Map<number, TaskCounts>(
    states.map((row) => [row.taskNo, { ...row, wrong: 0, late: 0, topWrong: [] }]),
  );
  for (const { taskNo, late, count, given, place, wrongs, lates } of await countWrong(db, questId)) {
    const task = tasks.get(taskNo);
    if (!task) continue;
    Object.assign(task, { wrong: wrongs, late: lates });
    if (!late && place <= WRONG_KINDS) task.topWrong.push({ given, count });
  }
  return tasks;
}

type States = Omit<TaskCounts, 'wrong' | 'late' | 'topWrong'>;

async function countStates(db: Reader, questId: QuestId): Promise<States[]> {
  return await db.execute<States & Record<string, unknown>>(sql`
    select g.task_no as "taskNo", count(*)::integer as shown,
      count(*) filter (where g.state = 'shown')::integer as open,
      count(*) filter (where g.state = 'waiting')::integer as waiting,
      count(*) filter (where g.state = 'done')::integer as done,
      count(*) filter (where g.state = 'skipped')::integer as skipped,
      count(*) filter (where g.state = 'lost')::integer as lost,
      count(*) filter (where g.hinted)::integer as hinted
    from quest_player p join quest_progress g on g.player_id = p.player_id
    where p.quest_id = ${questId} group by g.task_no`);
}

interface Missed extends Record<string, unknown> {
  taskNo: number;
  late: boolean;
  given: StoredGiven;
  count: number;
  place: number;
  wrongs: number;
  lates: number;
}

/** Words that differ in capitals and spaces alone are one answer. Of where somebody was, how far it was does not matter. */
async function countWrong(db: Reader, questId: QuestId): Promise<Missed[]> {
  return await db.execute<Missed>(sql`
    with kind as (
      select task_no, verdict = 'late' as late, min(given::text)::jsonb as given, count(*)::integer as count
      from quest_attempt where quest_id = ${questId} and verdict in ('wrong', 'late')
      group by task_no, 2, given->>'kind', case given->>'kind'
        when 'text' then lower(btrim(given->>'text')) when 'options' then given->>'options' when 'stars' then given->>'stars' end
    ), placed as (
      select kind.*, row_number() over (partition by task_no order by late, count desc, given::text)::integer as place,
        coalesce(sum(count) filter (where not late) over (partition by task_no), 0)::integer as wrongs,
        coalesce(sum(count) filter (where late) over (partition by task_no), 0)::integer as lates
      from kind
    )
    select task_no as "taskNo", late, given, count, place, wrongs, lates from placed
    where place <= ${WRONG_KINDS} order by task_no, place`);
}
