import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest, questChapter, questPrize, questTask } from '#src/db/schema/quests.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { lockVersion, type QuestChange } from './lock-version.ts';

/** Deletes a draft for good. Throws Refusal quest_not_found, quest_changed, quest_state for what was ever launched. */
export async function deleteQuest(tx: Tx, change: QuestChange): Promise<void> {
  const { questId, actor, at } = change;
  await lockVersion(tx, change, ['draft']);
  await tx.delete(questTask).where(eq(questTask.questId, questId));
  await tx.delete(questChapter).where(eq(questChapter.questId, questId));
  await tx.delete(questPrize).where(eq(questPrize.questId, questId));
  await tx.delete(quest).where(eq(quest.questId, questId));
  await recordAudit(tx, { actor, action: 'quest.delete', subject: questId, at });
}
