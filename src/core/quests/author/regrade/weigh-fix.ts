import { sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { draftFixed, type Fix } from './fix-task.ts';
import { isRightBy } from './judge-anew.ts';

export interface WeighedFix {
  /** Attempts that were judged so far, and how many of them would be judged otherwise. */
  attempts: number;
  changed: number;
  /** Players who would have the task done, and those who would not any more. */
  gain: number;
  lose: number;
}

/**
 * What a fix would change. Each different answer is judged once, however many have given it; nothing is written. Throws as
 * fixTask.
 */
export async function weighFix(db: Reader, fix: Fix): Promise<WeighedFix> {
  const { ask, taskNo } = await draftFixed(db, fix);
  const given = await db.execute<{ given: unknown; verdict: string; count: number }>(sql`
    select given, verdict, count(*)::integer as count from quest_attempt
    where quest_id = ${fix.questId} and task_no = ${taskNo}::smallint and verdict in ('right', 'wrong') group by 1, 2`);
  const weighed: WeighedFix = { attempts: 0, changed: 0, gain: 0, lose: 0 };
  const right = new Set<string>();
  for (const { given: answer, verdict, count } of given) {
    const isRight = isRightBy(ask, answer);
    weighed.attempts += count;
    if (isRight) right.add(JSON.stringify(answer));
    if (isRight !== (verdict === 'right')) weighed.changed += count;
  }
  const [players] = await db.execute<{ gain: number; lose: number }>(sql`
    with judged as (
      select player_id, bool_or(verdict = 'right') as was,
        bool_or(given in (select jsonb_array_elements(${`[${[...right].join(',')}]`}::text::jsonb))) as is_right
      from quest_attempt
      where quest_id = ${fix.questId} and task_no = ${taskNo}::smallint and verdict in ('right', 'wrong') group by 1
    )
    select count(*) filter (where is_right and not was)::integer as gain,
      count(*) filter (where was and not is_right)::integer as lose from judged`);
  return { ...weighed, ...players };
}
