// Which chapters of a quest are open to a player, and what is missing for the others.
import type { States } from './player.ts';
import type { Chapter, Task, WholeQuest } from './read-quest.ts';

/** What has to come first. */
export type Missing =
  /** So many tasks of that chapter. */
  | { because: 'chapter'; chapterNo: number; left: number }
  | { because: 'task'; taskNo: number }
  | { because: 'time'; at: Date };

export interface ChapterState {
  chapterNo: number;
  isOpen: boolean;
  /** Empty where it is open. */
  missing: Missing[];
  /** Tasks in it, those that are done, and those at which nothing is left to do: done, skipped or lost. */
  total: number;
  done: number;
  over: number;
}

export type Laid = Pick<WholeQuest, 'chapters' | 'tasks'>;

/** Every chapter in the order of the quest. */
export function openChapters(whole: Laid, states: States, at: Date): ChapterState[] {
  const counts = countChapters(whole, states);
  return whole.chapters.map((chapter) => {
    const missing = missingFor(chapter, { whole, states, counts, at });
    const count = counts.get(chapter.chapterNo) ?? NONE;
    const { total, done, over } = count;
    return { chapterNo: chapter.chapterNo, isOpen: missing.length === 0, missing, total, done, over };
  });
}

/** Numbers of the chapters that have opened by what has changed. */
export function openedBetween(
  whole: Laid,
  { before, after, at }: { before: States; after: States; at: Date },
): number[] {
  const were = openChapters(whole, before, at);
  return openChapters(whole, after, at).flatMap(({ chapterNo, isOpen }, place) =>
    isOpen && !were[place]?.isOpen ? [chapterNo] : [],
  );
}

/** Nothing is left to do: every task is done, skipped or lost. A quest without tasks is never finished. */
export function isFinished(whole: Laid, states: States): boolean {
  return whole.tasks.length > 0 && whole.tasks.every(({ taskNo }) => isOver(states.get(taskNo)));
}

export function isOver(state: string | undefined): boolean {
  return state === 'done' || state === 'skipped' || state === 'lost';
}

interface Count {
  total: number;
  done: number;
  over: number;
  /** Those that hold nobody up: over, or handed in for staff to look at where they could have been skipped. */
  passed: number;
}
const NONE: Count = { total: 0, done: 0, over: 0, passed: 0 };

function countChapters({ tasks }: Laid, states: States): Map<number, Count> {
  const counts = new Map<number, Count>();
  for (const { chapterNo, taskNo, skippable } of tasks) {
    let count = counts.get(chapterNo);
    if (!count) {
      count = { ...NONE };
      counts.set(chapterNo, count);
    }
    const state = states.get(taskNo);
    const over = isOver(state);
    count.total++;
    if (state === 'done') count.done++;
    if (over) count.over++;
    if (over || (state === 'waiting' && skippable)) count.passed++;
  }
  return counts;
}

interface Asked {
  whole: Laid;
  states: States;
  counts: ReadonlyMap<number, Count>;
  at: Date;
}

function missingFor({ opens }: Chapter, { whole, states, counts, at }: Asked): Missing[] {
  const missing: Missing[] = [];
  if (opens.chapter) {
    const { chapterNo, need } = opens.chapter;
    const left = leftOf(counts.get(chapterNo) ?? NONE, need);
    if (left > 0) missing.push({ because: 'chapter', chapterNo, left });
  }
  // One that was taken out meanwhile holds nobody up.
  const task = opens.task === undefined ? undefined : taskOf(whole.tasks, opens.task);
  if (task && states.get(task.taskNo) !== 'done') missing.push({ because: 'task', taskNo: task.taskNo });
  const from = opens.at === undefined ? null : new Date(opens.at);
  if (from && at < from) missing.push({ because: 'time', at: from });
  return missing;
}

/** More than there are is all of them: some may have been taken out. */
function leftOf({ total, done, passed }: Count, need: 'all' | 'any' | number): number {
  if (need === 'all') return total - passed;
  return Math.max(0, Math.min(need === 'any' ? 1 : need, total) - done);
}

function taskOf(tasks: readonly Task[], key: string): Task | undefined {
  return tasks.find(({ taskKey }) => taskKey === key);
}
