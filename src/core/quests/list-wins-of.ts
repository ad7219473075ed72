import { eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questWin } from '#src/db/schema/quests.ts';
import type { PlayerId } from '#src/lib/id.ts';

export type Win = typeof questWin.$inferSelect;

/** What a player has won, the oldest first. */
export async function listWinsOf(db: Reader, playerId: PlayerId): Promise<Win[]> {
  return await db
    .select()
    .from(questWin)
    .where(eq(questWin.playerId, playerId))
    .orderBy(questWin.wonAt, questWin.prizeNo);
}
