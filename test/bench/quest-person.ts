// One of the people who play: what they see of the quest, and what they do next. They go where the bot leads them.
import type { Task } from '#src/core/quests/read-quest.ts';
import type { QuestId } from '#src/lib/id.ts';
import {
  askSkipMove,
  hintMove,
  type Move,
  nextMove,
  openMove,
  rightMoves,
  skipMove,
  wrongMoves,
} from '#test/support/quest-moves.ts';

export interface Person {
  messenger: 'telegram' | 'viber';
  externalId: string;
  /** Null: they have lost sight of the quest. */
  screen: Screen | null;
  /** By task: wrong answers so far, and from when the next one is taken, in milliseconds of the clock. */
  slips: Map<number, number>;
  againAt: Map<number, number>;
  /** Tasks that they have answered too early once, and those that are settled by an answer. */
  hurried: Set<number>;
  settled: Set<number>;
  /** Options that they have ticked of the task on the screen. */
  ticked: number;
  /** In the middle of a move. */
  busy: boolean;
}

/** What the last message lets them press. */
export interface Screen {
  /** The task on it; null: none. */
  taskNo: number | null;
  /** The letters of the actions; `''` opens the quest. */
  verbs: ReadonlySet<string>;
}

/** `right` and `wrong` are judged. What leads to an answer, comes too early or only looks is no attempt. */
export interface Step {
  move: Move;
  does: 'right' | 'wrong' | 'leads' | 'hurries' | 'looks';
}

export interface PlayedQuest {
  questId: QuestId;
  tasks: ReadonlyMap<number, Task>;
}

export function newPerson(messenger: Person['messenger'], externalId: string): Person {
  return {
    messenger,
    externalId,
    screen: null,
    slips: new Map(),
    againAt: new Map(),
    hurried: new Set(),
    settled: new Set(),
    ticked: 0,
    busy: false,
  };
}

/** What can be pressed below a message, from its bytes as they were sent. */
export function readScreen(questId: QuestId, message: string): Screen {
  const action = new RegExp(`q:${questId.slice('qst_'.length)}(?::([a-z]))?(?::(\\d+))?`, 'g');
  let taskNo: number | null = null;
  const verbs = new Set<string>();
  for (const [, verb = '', no] of message.matchAll(action)) {
    verbs.add(verb);
    if (no !== undefined) taskNo ??= Number(no);
  }
  return { taskNo, verbs };
}

/** Null: there is nothing to do, for good or until a pause is over. */
export function nextStep({ questId, tasks }: PlayedQuest, person: Person, now: number): Step | null {
  const { screen, settled } = person;
  const task = tasks.get(screen?.taskNo ?? 0);
  if (screen && task && !settled.has(task.taskNo)) return stepAt(task, { questId, person, screen, now });
  if (screen && (task || screen.verbs.has('n'))) return { move: nextMove(questId), does: 'looks' };
  const isFinish = screen && [...screen.verbs].some((verb) => verb !== '');
  if (isFinish && !isRested(person, now)) return null;
  return { move: openMove(questId), does: 'looks' };
}

/** A task is left that had to wait after a wrong answer, and the pause is over. */
const isRested = ({ againAt, settled }: Person, now: number) =>
  [...againAt].some(([taskNo, until]) => until <= now && !settled.has(taskNo));

/** Whoever hurries does so only as long as it is surely too early, however busy the service is. */
const SURELY_EARLY_MS = 20_000;

function stepAt(
  task: Task,
  { questId, person, screen, now }: { questId: QuestId; person: Person; screen: Screen; now: number },
): Step | null {
  const { taskNo, content } = task;
  const asked = { questId, taskNo, ask: content.ask };
  const nature = taskNo + Number(person.externalId.slice(-4));
  if (screen.verbs.has('x')) return { move: skipMove(questId, taskNo), does: 'looks' };
  const right = rightMoves(asked);
  if (!right) return { move: askSkipMove(questId, taskNo), does: 'looks' };

  const pauseMs = (person.againAt.get(taskNo) ?? 0) - now;
  if (pauseMs > 0) {
    const [first] = right;
    const hurries = pauseMs > SURELY_EARLY_MS && nature % 2 === 0 && !person.hurried.has(taskNo);
    if (hurries && first) return { move: first, does: 'hurries' };
    return screen.verbs.has('n') ? { move: nextMove(questId), does: 'looks' } : null;
  }
  if (screen.verbs.has('h') && nature % 5 === 0) return { move: hintMove(questId, taskNo), does: 'looks' };
  // One in six has it wrong at first, one in thirty-six twice where two are wrong.
  const slips = nature % 36 === 0 ? 2 : nature % 6 === 0 ? 1 : 0;
  const slipped = person.slips.get(taskNo) ?? 0;
  const wrong = slipped < slips ? wrongMoves(asked, slipped) : null;
  const moves = wrong ?? right;
  const move = moves[Math.min(person.ticked, moves.length - 1)];
  if (!move) return null;
  return { move, does: person.ticked < moves.length - 1 ? 'leads' : wrong ? 'wrong' : 'right' };
}

/** What they know after a step, and what they see: null when nothing came. */
export function takeIn(
  person: Person,
  { does }: Step,
  { task, screen, now }: { task: Task | undefined; screen: Screen | null; now: number },
): void {
  const { slips, againAt, hurried, settled } = person;
  if (task) {
    const { taskNo, mostAttempts, cooldownSeconds } = task;
    if (does === 'hurries') hurried.add(taskNo);
    if (does === 'right') settled.add(taskNo);
    if (does === 'wrong') {
      const wrong = (slips.get(taskNo) ?? 0) + 1;
      slips.set(taskNo, wrong);
      if (wrong === mostAttempts) settled.add(taskNo);
      if (cooldownSeconds > 0) againAt.set(taskNo, now + cooldownSeconds * 1_000);
    }
  }
  const stays = screen !== null && screen.taskNo === person.screen?.taskNo;
  person.ticked = does === 'leads' && stays ? person.ticked + 1 : 0;
  person.screen = screen;
}
