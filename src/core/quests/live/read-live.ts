// A quest while it runs, as the staff see it: its chapters and tasks with what has become of them, prizes and cost.
import type { Db } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { type QuestPrize, readWholeQuest, type Task, type WholeQuest } from '../read-quest.ts';
import { countNow, type NowCounts } from './count-now.ts';
import { countTasks, type TaskCounts } from './count-tasks.ts';
import { watchCounts } from './watch-counts.ts';

export interface LiveTask extends TaskCounts {
  task: Task;
  /** So many give one and the same wrong answer that the right one may be written wrongly. */
  suspect: boolean;
}

export interface LivePrize extends Pick<QuestPrize, 'prizeNo' | 'titles' | 'prize' | 'goesTo' | 'stock'> {
  given: number;
  /** Won, and not handed over yet. */
  waiting: number;
}

export interface Live extends Omit<NowCounts, 'waitingWins'> {
  whole: WholeQuest;
  /** As of when tasks are counted. */
  tasksAt: Date;
  tasks: LiveTask[];
  prizes: LivePrize[];
  /** Points of the budget that are given, prizes in points too. */
  spent: number;
  budget: number | null;
}

/** Fewer wrong answers tell nothing of the answer that is kept as the right one. */
const FEWEST_WRONG = 5;
/** One wrong answer that comes half as often as the right one: people do not agree on a mistake by chance. */
const SUSPECT_BY_RIGHT = 0.5;

/**
 * A reader of quests for all who watch: who plays now is some seconds old, how tasks go the older the more there is to count.
 * It throws Refusal `quest_not_found`.
 */
export function watchLive(db: Db, now: () => Date): (questId: QuestId) => Promise<Live> {
  const head = watchCounts(async (questId: QuestId) => {
    const whole = await readWholeQuest(db, questId);
    return { whole, counts: await countNow(db, { questId, at: now() }) };
  });
  const body = watchCounts(async (questId: QuestId) => ({
    tasksAt: now(),
    tasks: await countTasks(db, questId),
  }));
  return async (questId) => {
    const { whole, counts } = await head(questId);
    return composeLive(whole, counts, await body(questId));
  };
}

function composeLive(
  whole: WholeQuest,
  { waitingWins, ...counts }: NowCounts,
  { tasksAt, tasks }: { tasksAt: Date; tasks: Map<number, TaskCounts> },
): Live {
  const { spent, budget } = whole.quest;
  return {
    ...counts,
    whole,
    tasksAt,
    tasks: whole.tasks.map((task) => {
      const counted = tasks.get(task.taskNo) ?? nothingOf(task.taskNo);
      return { task, ...counted, suspect: isSuspect(task, counted) };
    }),
    prizes: whole.prizes.map(({ prizeNo, titles, prize, goesTo, stock, given }) => ({
      prizeNo,
      titles,
      prize,
      goesTo,
      stock,
      given,
      waiting: waitingWins.get(prizeNo) ?? 0,
    })),
    spent: Number(spent),
    budget: budget === null ? null : Number(budget),
  };
}

/** Of a quiz with few options chance alone gives every other one often: there most have to agree. */
export function isSuspect({ content }: Pick<Task, 'content'>, { topWrong, done }: TaskCounts): boolean {
  const [most] = topWrong;
  if (!most || most.count < FEWEST_WRONG) return false;
  const { ask } = content;
  if (ask.type === 'quiz') return most.count > done;
  if (ask.type === 'text' || ask.type === 'code') return most.count > done * SUSPECT_BY_RIGHT;
  return false;
}

function nothingOf(taskNo: number): TaskCounts {
  const none = { shown: 0, open: 0, waiting: 0, done: 0, skipped: 0, lost: 0, hinted: 0, wrong: 0, late: 0 };
  return { taskNo, ...none, topWrong: [] };
}
