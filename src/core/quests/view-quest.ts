// A quest as one player stands in it: what chat, pages and notices show. Pure, so that whoever has the rows composes alike.
import { attemptsLeft, lateAt, type Openness, opennessOf, pointsFor } from './limits.ts';
import { type ChapterState, openChapters } from './open-chapters.ts';
import type { Player, Progress, ProgressState } from './player.ts';
import type { Chapter, Quest, QuestPrize, Task, WholeQuest } from './read-quest.ts';
import type { Team } from './teams/team.ts';

export interface ViewedTask {
  task: Task;
  /** `new`: not seen yet. */
  state: ProgressState | 'new';
  /** Its chapter is open. */
  isOpen: boolean;
  attemptsLeft: number | null;
  /** No answer before this; null: at once. */
  againAt: Date | null;
  /** When the time for an answer is over; null: it does not run. */
  lateAt: Date | null;
  hinted: boolean;
  /** What it has brought, or may still bring. */
  points: number;
  /** Receipts or friends so far. */
  counted: number;
}

export type ViewedChapter = ChapterState & Pick<Chapter, 'titles'>;

export interface QuestView {
  quest: Quest;
  player: Player;
  /** Whether answers are taken at the moment, and why not. */
  openness: Openness;
  chapters: ViewedChapter[];
  /** In the order in which they are played. */
  tasks: ViewedTask[];
  prizes: QuestPrize[];
  /** The one to do next; null: there is none at the moment. */
  next: number | null;
  /** When something that waits can be gone on with, a chapter or a task after a wrong answer; null: nothing waits. */
  nextAt: Date | null;
  total: number;
  done: number;
  /** Done, skipped or lost. */
  over: number;
  /** Points of the quest that are no points of the programme yet, and why; the reason is null while a worker is about to pay. */
  unpaid: { points: number; because: Player['unpaidBecause'] };
  /** The team that they play in; null: for themselves. */
  team: Team | null;
}

interface ViewQuest {
  whole: WholeQuest;
  player: Player;
  team?: Team | null;
  progress: readonly Progress[];
  timeZone: string;
  at: Date;
}

export function viewQuest({ whole, player, team = null, progress, timeZone, at }: ViewQuest): QuestView {
  const byNo = new Map(progress.map((each) => [each.taskNo, each]));
  const states = new Map(progress.map(({ taskNo, state }) => [taskNo, state]));
  const chapters = openChapters(whole, states, at);
  const isOpen = new Map(chapters.map((each) => [each.chapterNo, each.isOpen]));
  const titles = new Map(whole.chapters.map((each) => [each.chapterNo, each.titles]));
  const tasks = whole.tasks.map((task) =>
    viewTask(task, { progress: byNo.get(task.taskNo), isOpen: isOpen.get(task.chapterNo) ?? false, at }),
  );
  const waitsFor = player.score - player.paid;
  return {
    quest: whole.quest,
    player,
    openness: opennessOf(whole.quest, at, timeZone),
    chapters: chapters.map((each) => ({ ...each, titles: titles.get(each.chapterNo) ?? {} })),
    tasks,
    prizes: whole.prizes,
    next: nextTask(tasks, player.taskNo, at)?.task.taskNo ?? null,
    nextAt: nextMoment(chapters, tasks, at),
    total: tasks.length,
    done: chapters.reduce((sum, each) => sum + each.done, 0),
    over: chapters.reduce((sum, each) => sum + each.over, 0),
    team,
    unpaid: { points: Math.max(0, waitsFor), because: waitsFor > 0 ? player.unpaidBecause : null },
  };
}

function viewTask(
  task: Task,
  { progress, isOpen, at }: { progress: Progress | undefined; isOpen: boolean; at: Date },
): ViewedTask {
  const hinted = progress?.hinted ?? false;
  const late = progress?.state === 'shown' ? lateAt(task, progress.shownAt) : null;
  const isLate = late !== null && at > late;
  const againAt = progress?.againAt && progress.againAt > at ? progress.againAt : null;
  return {
    task,
    state: isLate ? 'lost' : (progress?.state ?? 'new'),
    isOpen,
    attemptsLeft: attemptsLeft(task, progress?.attempts ?? 0),
    againAt: isLate ? null : againAt,
    lateAt: isLate ? null : late,
    hinted,
    points: progress?.state === 'done' ? progress.points : pointsFor(task, hinted),
    counted: progress?.counted ?? 0,
  };
}

/**
 * The first task after `current` in the order of the quest that can be done at once; from the beginning again after the
 * last. What others have to do first, such as buying or friends, comes when nothing else is left.
 */
export function nextTask(tasks: readonly ViewedTask[], current: number | null, at: Date): ViewedTask | null {
  const from = Math.max(
    0,
    tasks.findIndex(({ task }) => task.taskNo === current),
  );
  const turned = [...tasks.slice(from), ...tasks.slice(0, from)];
  const open = turned.filter(
    ({ isOpen, state, againAt }) =>
      isOpen && (state === 'new' || state === 'shown') && (againAt === null || againAt <= at),
  );
  return open.find(({ task }) => !TAKES_TIME.has(task.content.ask.type)) ?? open[0] ?? null;
}

const TAKES_TIME = new Set<string>(['purchase', 'friend', 'register', 'qr', 'place']);

function nextMoment(chapters: ChapterState[], tasks: ViewedTask[], at: Date): Date | null {
  const opening = chapters.flatMap(({ missing }) => {
    const [only] = missing;
    return missing.length === 1 && only?.because === 'time' ? [only.at] : [];
  });
  const again = tasks.flatMap(({ isOpen, state, againAt }) =>
    isOpen && state === 'shown' && againAt ? [againAt] : [],
  );
  return [...opening, ...again].filter((each) => each > at).toSorted((a, b) => +a - +b)[0] ?? null;
}
