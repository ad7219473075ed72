import type { Tx } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { Refusal } from '../../refusal.ts';
import { lockQuest, type Quest } from '../read-quest.ts';

export interface QuestChange {
  questId: QuestId;
  /** That the change was made from; undefined: whichever there is. */
  version?: number | undefined;
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * Locks a quest that must stand in one of `states`. Throws Refusal quest_not_found, quest_changed when somebody else has
 * changed it since `version`, quest_state {status}.
 */
export async function lockVersion(
  tx: Tx,
  { questId, version }: Pick<QuestChange, 'questId' | 'version'>,
  states: readonly Quest['status'][],
): Promise<Quest> {
  const now = await lockQuest(tx, questId);
  if (version !== undefined && now.version !== version) throw new Refusal('quest_changed');
  if (!states.includes(now.status)) throw new Refusal('quest_state', { status: now.status });
  return now;
}
