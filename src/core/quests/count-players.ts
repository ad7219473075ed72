import { eq, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questPlayer } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';

/** Who has joined, guests too. */
export async function countPlayers(db: Reader, questId: QuestId): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::integer` })
    .from(questPlayer)
    .where(eq(questPlayer.questId, questId));
  return row?.count ?? 0;
}
