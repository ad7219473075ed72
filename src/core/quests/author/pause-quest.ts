import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest } from '#src/db/schema/quests.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import type { Quest } from '../read-quest.ts';
import { lockVersion, type QuestChange } from './lock-version.ts';

/** No answers are taken until it goes on; its end stays where it is. Throws Refusal quest_not_found, quest_changed, quest_state. */
export async function pauseQuest(tx: Tx, change: QuestChange): Promise<void> {
  await setStatus(tx, change, { from: 'live', to: 'paused', action: 'quest.pause' });
}

/** Throws as pauseQuest. */
export async function resumeQuest(tx: Tx, change: QuestChange): Promise<void> {
  await setStatus(tx, change, { from: 'paused', to: 'live', action: 'quest.resume' });
}

async function setStatus(
  tx: Tx,
  change: QuestChange,
  { from, to, action }: { from: Quest['status']; to: Quest['status']; action: string },
): Promise<void> {
  const { version } = await lockVersion(tx, change, [from]);
  const { questId, actor, at } = change;
  await tx
    .update(quest)
    .set({ status: to, version: version + 1 })
    .where(eq(quest.questId, questId));
  await recordAudit(tx, { actor, action, subject: questId, at });
}
