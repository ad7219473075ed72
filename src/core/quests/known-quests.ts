// Whole quests as they are kept in memory, by what staff have changed last, so that an answer reads no content. A process
// that runs for months holds the few quests that are played.
import type { Reader } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { listStorePlaces, type StorePlace } from '../stores/read-store.ts';
import { readWholeQuest, type Task, type WholeQuest } from './read-quest.ts';

export interface KnownQuest {
  /** Its status, dates and figures are as old as the reading: ask the player's play or the quest's row for those. */
  whole: WholeQuest;
  taskByNo: ReadonlyMap<number, Task>;
  taskByKey: ReadonlyMap<string, Task>;
  /** Of the programme: hours of the quest are its own. */
  timeZone: string;
  /** Open stores that have a place on the map. */
  stores: readonly StorePlace[];
}

/** What is not counted by the quest's version, such as stores and the time zone, is read again after a minute. */
const KEPT_MS = 60_000;
const MOST_QUESTS = 50;

interface Kept {
  version: number;
  readAt: number;
  known: KnownQuest;
}
const kept = new Map<QuestId, Kept>();

/** The quest as of this version, from memory where it is there. Throws Refusal `quest_not_found`. */
export async function readKnownQuest(
  db: Reader,
  { questId, version }: { questId: QuestId; version: number },
): Promise<KnownQuest> {
  const found = kept.get(questId);
  if (found && found.version === version && performance.now() - found.readAt < KEPT_MS) return found.known;
  const known = await read(db, questId);
  // Asked again and again while it is played, the oldest is the one that nobody plays.
  kept.delete(questId);
  const [oldest] = kept.keys();
  if (oldest && kept.size >= MOST_QUESTS) kept.delete(oldest);
  kept.set(questId, { version: known.whole.quest.version, readAt: performance.now(), known });
  return known;
}

async function read(db: Reader, questId: QuestId): Promise<KnownQuest> {
  const [whole, { timeZone }, stores] = await Promise.all([
    readWholeQuest(db, questId),
    readProgramme(db),
    listStorePlaces(db),
  ]);
  return {
    whole,
    taskByNo: new Map(whole.tasks.map((task) => [task.taskNo, task])),
    taskByKey: new Map(whole.tasks.map((task) => [task.taskKey, task])),
    timeZone,
    stores,
  };
}
