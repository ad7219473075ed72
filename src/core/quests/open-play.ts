// A player at the moment of doing something: locked until the transaction ends, with all that it is judged by. One look
// at the database; the quest itself is in memory.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { type KnownQuest, readKnownQuest } from './known-quests.ts';
import { opennessOf } from './limits.ts';
import { openChapters } from './open-chapters.ts';
import type { Attempt, Player, Progress, ProgressState } from './player.ts';
import type { Quest, Task } from './read-quest.ts';

export interface Play {
  known: KnownQuest;
  /** As it is at the moment. */
  quest: Quest;
  player: Player;
  states: Map<number, ProgressState>;
  /** Of the task that was named; null: not seen yet. */
  progress: Progress | null;
  /** With the key that was named; null: there is none. */
  attempt: Attempt | null;
}

type Row = Record<string, unknown>;
interface PlayRow extends Row {
  player: Row;
  quest: { version: number } & Row;
  states: Record<string, ProgressState> | null;
  progress: Row | null;
  attempt: Row | null;
}

const settled = new WeakMap<Tx, Play>();

/** Keeps how a player stands after what was just written, for whatever follows in the same transaction. */
export function keepPlay(tx: Tx, play: Play): void {
  settled.set(tx, play);
}

/** The same as openPlay for a task that was not seen before; without a look where the player was settled just now. */
export async function openUnseen(
  tx: Tx,
  asked: { playerId: PlayerId; taskNo: number; key: string },
): Promise<Play> {
  const play = settled.get(tx);
  const isKnown = play?.player.playerId === asked.playerId && !play.states.has(asked.taskNo);
  return isKnown ? { ...play, progress: null, attempt: null } : await openPlay(tx, asked);
}

/** Throws Refusal `quest_not_joined`: of two players who turned out to be one person, one is no more. */
export async function openPlay(
  tx: Tx,
  { playerId, taskNo, key }: { playerId: PlayerId; taskNo: number; key: string },
): Promise<Play> {
  const [row] = await tx.execute<PlayRow>(
    sql`select * from open_play(${playerId}, ${taskNo}::smallint, ${key})`,
  );
  if (!row) throw new Refusal('quest_not_joined');
  const player = asRow<Player>(row.player);
  const known = await readKnownQuest(tx, { questId: player.questId, version: row.quest.version });
  return {
    known,
    quest: { ...known.whole.quest, ...asRow<Partial<Quest>>(row.quest) },
    player,
    states: new Map(Object.entries(row.states ?? {}).map(([no, state]) => [Number(no), state])),
    progress: row.progress && asRow<Progress>(row.progress),
    attempt: row.attempt && asRow<Attempt>(row.attempt),
  };
}

/** Throws Refusal `quest_task_gone` for a task that is not in the quest, or was taken out of it. */
export function taskOf({ known }: Pick<Play, 'known'>, taskNo: number): Task {
  const task = known.taskByNo.get(taskNo);
  if (!task) throw new Refusal('quest_task_gone');
  return task;
}

/** Throws Refusal `quest_not_open`, `quest_paused`, `quest_over`, `quest_closed_now` {from, until}. */
export function requireOpen({ quest, known }: Pick<Play, 'quest' | 'known'>, at: Date): void {
  const openness = opennessOf(quest, at, known.timeZone);
  if (openness === 'hours' && quest.terms.hours)
    throw new Refusal('quest_closed_now', { ...quest.terms.hours });
  if (openness === 'paused') throw new Refusal('quest_paused');
  if (openness === 'over') throw new Refusal('quest_over');
  if (openness !== 'open') throw new Refusal('quest_not_open');
}

/** Throws Refusal `quest_task_locked` {chapter} while the chapter of the task is not open. */
export function requireChapter(
  { known, states }: Pick<Play, 'known' | 'states'>,
  task: Task,
  at: Date,
): void {
  const chapters = openChapters(known.whole, states, at);
  if (!chapters.find(({ chapterNo }) => chapterNo === task.chapterNo)?.isOpen)
    throw new Refusal('quest_task_locked', { chapter: task.chapterNo });
}

/** A row as Postgres writes it in JSON: names with underlines, moments as text. */
function asRow<T>(row: Row): T {
  const entries = Object.entries(row).map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    name.endsWith('_at') && typeof value === 'string' ? new Date(value) : value,
  ]);
  // The columns are those of the table, which the type describes.
  return Object.fromEntries(entries) as T;
}
