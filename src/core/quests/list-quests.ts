import { desc, sql } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { quest } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';

export interface ListedQuest {
  questId: QuestId;
  name: string;
  status: 'draft' | 'live' | 'paused' | 'ended';
  startsAt: Date | null;
  endsAt: Date | null;
  tasks: number;
  players: number;
}

/** Every quest for the staff: those that run first, then drafts, then what is over; the newest first. */
export async function listQuests(db: Reader): Promise<ListedQuest[]> {
  return await db
    .select({
      questId: quest.questId,
      name: quest.name,
      status: quest.status,
      startsAt: quest.startsAt,
      endsAt: quest.endsAt,
      tasks: sql<number>`(select count(*)::integer from quest_task t where t.quest_id = quest.quest_id and t.archived_at is null)`,
      players: sql<number>`(select count(*)::integer from quest_player p where p.quest_id = quest.quest_id)`,
    })
    .from(quest)
    .orderBy(
      sql`array_position(array['live', 'paused', 'draft', 'ended'], ${quest.status})`,
      desc(quest.createdAt),
    );
}
