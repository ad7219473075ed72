import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questRegrade } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';

/** What was judged anew in a quest, the newest first. */
export async function listRegrades(
  db: Reader,
  questId: QuestId,
): Promise<(typeof questRegrade.$inferSelect)[]> {
  return await db
    .select()
    .from(questRegrade)
    .where(eq(questRegrade.questId, questId))
    .orderBy(desc(questRegrade.askedAt));
}
