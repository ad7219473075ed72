import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { questTask } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';

/** The task whose QR code carries this token, or null when there is none, or it was taken out of its quest. */
export async function findTaskByToken(
  db: Reader,
  token: string,
): Promise<{ questId: QuestId; taskNo: number } | null> {
  const [row] = await db
    .select({ questId: questTask.questId, taskNo: questTask.taskNo })
    .from(questTask)
    .where(
      and(
        eq(questTask.type, 'qr'),
        isNull(questTask.archivedAt),
        sql`${questTask.content} #>> '{ask,token}' = ${token}`,
      ),
    )
    .limit(1);
  return row ?? null;
}
