import { type SQL, sql } from 'drizzle-orm';
import type { Qualifies } from '../quest-terms.ts';
import type { QuestPrize, Task } from '../read-quest.ts';

interface Standing {
  player: { score: number; done: number; finishedAt: Date | null };
  /** Their team has reached its goal. */
  teamReached?: boolean;
  /** By the task's number. */
  states: ReadonlyMap<number, string>;
  /** Of the quest, those taken out left out. */
  tasks: readonly Pick<Task, 'taskNo' | 'chapterNo'>[];
}

/** Whether somebody who stands so may win a prize. Tasks that were skipped are not done. */
export function isQualified(
  needs: Qualifies,
  { player, states, tasks, teamReached = false }: Standing,
): boolean {
  const { finished, score = 0, tasks: most = 0, chapterNo, team } = needs;
  if (finished && player.finishedAt === null) return false;
  if (team && !teamReached) return false;
  if (player.score < score || player.done < most) return false;
  if (chapterNo === undefined) return true;
  const inChapter = tasks.filter((each) => each.chapterNo === chapterNo);
  return inChapter.length > 0 && inChapter.every(({ taskNo }) => states.get(taskNo) === 'done');
}

/** The same of a row `p` of quest_player, for many at once. */
export function qualifiedSql({ questId, qualifies }: Pick<QuestPrize, 'questId' | 'qualifies'>): SQL {
  const { finished, score = 0, tasks = 0, chapterNo, team } = qualifies;
  return sql`(p.score >= ${score} and p.done >= ${tasks}
    ${finished ? sql`and p.finished_at is not null` : sql``}
    ${team ? sql`and exists (select from quest_team m where m.team_id = p.team_id and m.reached_at is not null)` : sql``}
    ${chapterNo === undefined ? sql`` : allDone(questId, chapterNo)})`;
}

function allDone(questId: string, chapterNo: number): SQL {
  const theirs = sql`t.quest_id = ${questId} and t.chapter_no = ${chapterNo} and t.archived_at is null`;
  return sql`and exists (select from quest_task t where ${theirs})
    and not exists (select from quest_task t where ${theirs} and not exists (
      select from quest_progress g where g.player_id = p.player_id and g.task_no = t.task_no and g.state = 'done'))`;
}
