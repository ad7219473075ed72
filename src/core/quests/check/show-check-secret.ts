import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { questTask } from '#src/db/schema/quests.ts';
import type { QuestId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import type { WebhookSettings } from '../../webhooks/endpoint-shape.ts';
import { hostOf, readEndpointUrl } from '../../webhooks/endpoint-url.ts';
import { readQuest } from '../read-quest.ts';
import type { TaskContent } from '../task-content.ts';
import { checkSecret } from './check-secret.ts';

/**
 * The secret for whoever answers for a task, as the task is stored; the log keeps who looked. Throws Refusal
 * `quest_not_found`, `not_found` where there is no such task of type `check`, `webhook_url` while it has no good address.
 */
export async function showCheckSecret(
  tx: Tx,
  asked: { questId: QuestId; taskKey: string; settings: WebhookSettings; actor: string; at: Date },
): Promise<{ host: string; secret: string }> {
  const { questId, taskKey, settings, actor, at } = asked;
  await readQuest(tx, questId);
  const [task] = await tx
    .select({ content: questTask.content })
    .from(questTask)
    .where(and(eq(questTask.questId, questId), eq(questTask.taskKey, taskKey), isNull(questTask.archivedAt)));
  const ask = (task?.content as TaskContent | undefined)?.ask;
  if (ask?.type !== 'check') throw new Refusal('not_found');
  const url = readEndpointUrl(ask.url, settings);
  const host = hostOf(new URL(url));
  await recordAudit(tx, { actor, action: 'quest.secret', subject: questId, detail: { taskKey, host }, at });
  return { host, secret: checkSecret(url, settings.secretKey) };
}
