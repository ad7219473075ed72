// A player at the moment of doing something: locked until the transaction ends, with all that they are judged by. Whoever
// does several things in one transaction hands on what is held, and the database is asked once; the quest itself is in memory.
import { eq } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { Speaker } from './find-player.ts';
import { type HeldPlays, holdNothing, writeHeld } from './held-plays.ts';
import { type KnownQuest, readKnownQuest } from './known-quests.ts';
import { opennessOf } from './limits.ts';
import { openChapters } from './open-chapters.ts';
import type { Attempt, Player, Progress, ProgressState } from './player.ts';
import { lockPlayers, lockPlayersOf } from './players/lock-players.ts';
import type { Quest, Task } from './read-quest.ts';
import { readStandings, type Standing } from './read-standing.ts';

export interface Play extends Omit<Standing, 'quest'> {
  known: KnownQuest;
  /** As it is at the moment. */
  quest: Quest;
  player: Player;
  /** Of every task that was seen. */
  states: ReadonlyMap<number, ProgressState>;
}

/** With what is asked about one task. */
export interface TaskPlay extends Play {
  /** Null: not seen yet. */
  progress: Progress | null;
  /** With the key that was named; null: there is none. */
  attempt: Attempt | null;
}

/** Locks everybody who speaks in all that they play, and holds them in quests that are not over. `keys`: of attempts. */
export async function holdPlays(
  tx: Tx,
  { speakers, keys }: { speakers: readonly Speaker[]; keys: readonly string[] },
): Promise<HeldPlays> {
  const players = await lockPlayersOf(tx, speakers);
  const playerIds = players.map(({ playerId }) => playerId);
  const standings = await readStandings(tx, { playerIds, keys, onlyLive: true });
  const held = holdNothing();
  for (const player of players) {
    const standing = standings.get(player.playerId);
    if (standing) held.byId.set(player.playerId, await asPlay(tx, player, standing));
  }
  return held;
}

/**
 * A player, from what is held of them or from a look at the database. `key`: of an attempt that matters. Throws Refusal
 * `quest_not_joined`: of two players who turned out to be one person, one is no more.
 */
export async function playOf(
  tx: Tx,
  { playerId, key }: { playerId: PlayerId; key?: string },
  held?: HeldPlays,
): Promise<Play> {
  const before = held?.byId.get(playerId);
  if (before && (key === undefined || before.attempts.has(key))) return before;
  if (held) await writeHeld(tx, held);
  // What is read is as fresh as the lock.
  const [player] = await lockPlayers(tx, [playerId]);
  const play = await standingOf(tx, player, key === undefined ? [] : [key]);
  held?.byId.set(playerId, play);
  return play;
}

/** A player as they stand at the moment, whoever may be changing it: to be shown, not to be judged by. Throws as playOf. */
export async function readPlay(db: Reader, playerId: PlayerId): Promise<Play> {
  const [player] = await db.select().from(questPlayer).where(eq(questPlayer.playerId, playerId));
  return await standingOf(db, player, []);
}

async function standingOf(db: Reader, player: Player | undefined, keys: readonly string[]): Promise<Play> {
  const playerIds = player ? [player.playerId] : [];
  const [standing] = (await readStandings(db, { playerIds, keys, onlyLive: false })).values();
  if (!player || !standing) throw new Refusal('quest_not_joined');
  return await asPlay(db, player, standing);
}

/** What one task of a player is judged by. Throws as playOf. */
export async function openPlay(
  tx: Tx,
  { playerId, taskNo, key }: { playerId: PlayerId; taskNo: number; key?: string },
  held?: HeldPlays,
): Promise<TaskPlay> {
  const play = await playOf(tx, { playerId, ...(key !== undefined && { key }) }, held);
  return {
    ...play,
    progress: play.seen.get(taskNo) ?? null,
    attempt: (key !== undefined && play.attempts.get(key)) || null,
  };
}

/** The player after one task has changed. */
export function withProgress(play: Play, progress: Progress): TaskPlay {
  const { taskNo, state } = progress;
  return {
    ...play,
    seen: new Map(play.seen).set(taskNo, progress),
    states: new Map(play.states).set(taskNo, state),
    progress,
    attempt: null,
  };
}

async function asPlay(db: Reader, player: Player, { quest, ...standing }: Standing): Promise<Play> {
  const known = await readKnownQuest(db, { questId: player.questId, version: quest.version });
  const states = new Map([...standing.seen].map(([taskNo, { state }]) => [taskNo, state]));
  return { ...standing, known, quest: { ...known.whole.quest, ...quest }, player, states };
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
