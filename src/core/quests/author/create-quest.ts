import type { Tx } from '#src/db/client.ts';
import { quest } from '#src/db/schema/quests.ts';
import { newId, type QuestId } from '#src/lib/id.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { readDraft } from './read-draft.ts';
import { writeParts } from './write-parts.ts';

/** Writes a new draft, finished or not. Throws Refusal invalid_input with each field that is wrong. */
export async function createQuest(
  tx: Tx,
  { draft: sent, actor, at }: { draft: unknown; actor: string; at: Date },
): Promise<QuestId> {
  const draft = readDraft(sent);
  const questId = newId('qst', at.getTime());
  const { name, terms, startsAt, endsAt, budget } = draft;
  await tx
    .insert(quest)
    .values({ questId, name, terms, startsAt, endsAt, budget, createdBy: actor, createdAt: at });
  await writeParts(tx, { questId, draft, launched: false, at });
  await recordAudit(tx, { actor, action: 'quest.create', subject: questId, at });
  return questId;
}
