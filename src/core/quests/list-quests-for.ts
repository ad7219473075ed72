import { and, eq, gt, inArray, or } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { quest } from '#src/db/schema/quests.ts';
import { DAY_MS } from '#src/lib/zoned.ts';
import { listPlayersOf, type Speaker } from './find-player.ts';
import { opennessOf } from './limits.ts';
import { type MayJoin, mayJoin } from './may-join.ts';
import type { Player } from './player.ts';
import type { Quest } from './read-quest.ts';

export interface QuestFor {
  quest: Quest;
  /** Null: they have not joined. */
  player: Player | null;
  /** `members`: it is for members only, and they are a guest. */
  mayJoin: Exclude<MayJoin, 'no'>;
}

/** What is over is shown to its players for so long: who has won, and what they have got. */
const SHOWN_AFTER_MS = 14 * DAY_MS;

/** Quests as somebody sees them: those that they play, those that they may join now or soon, and what they have played lately. */
export async function listQuestsFor(
  db: Reader,
  { at, ...speaker }: Speaker & { at: Date },
): Promise<QuestFor[]> {
  const lately = gt(quest.endsAt, new Date(at.getTime() - SHOWN_AFTER_MS));
  const isRunning = and(inArray(quest.status, ['live', 'paused']), lately);
  // Only checked terms are stored.
  const quests = (await db
    .select()
    .from(quest)
    .where(or(isRunning, and(eq(quest.status, 'ended'), lately)))
    .orderBy(quest.endsAt, quest.questId)) as Quest[];
  if (quests.length === 0) return [];
  const players = new Map<string, Player>();
  for (const player of await listPlayersOf(db, speaker))
    if (!players.has(player.questId)) players.set(player.questId, player);
  const may = await mayJoin(db, { quests, memberId: speaker.memberId, at });
  return quests.flatMap((each, place): QuestFor[] => {
    const player = players.get(each.questId) ?? null;
    if (player) return [{ quest: each, player, mayJoin: 'yes' }];
    const verdict = may[place];
    const isOver = opennessOf(each, at, 'UTC') === 'over';
    return isOver || verdict === undefined || verdict === 'no'
      ? []
      : [{ quest: each, player, mayJoin: verdict }];
  });
}
