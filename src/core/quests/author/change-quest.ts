import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest } from '#src/db/schema/quests.ts';
import { invalidFields } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { readWholeQuest } from '../read-quest.ts';
import { findFrozen } from './find-frozen.ts';
import { findProblems } from './find-problems.ts';
import { lockVersion, type QuestChange } from './lock-version.ts';
import { readDraft } from './read-draft.ts';
import { readKnown } from './read-known.ts';
import { writeParts } from './write-parts.ts';

/**
 * Writes a whole quest over what was there. A draft may stay unfinished; of a quest that was launched only that can be
 * changed which is fair to those who play already, and it has to stay complete. Throws Refusal invalid_input with each
 * field, quest_not_found, quest_changed, quest_state.
 */
export async function changeQuest(
  tx: Tx,
  { draft: sent, ...change }: QuestChange & { draft: unknown },
): Promise<void> {
  const { questId, actor, at } = change;
  const draft = readDraft(sent);
  const before = await lockVersion(tx, change, ['draft', 'live', 'paused']);
  const launched = before.status !== 'draft';
  if (launched) {
    const problems = [
      ...findFrozen(await readWholeQuest(tx, questId), draft, at),
      ...findProblems(draft, await readKnown(tx, draft)),
    ];
    if (problems.length > 0) throw invalidFields(problems);
  }
  await writeDraft(tx, { questId, draft, launched, version: before.version + 1, at });
  await recordAudit(tx, { actor, action: 'quest.change', subject: questId, detail: { launched }, at });
}

/** The caller holds the quest. */
export async function writeDraft(
  tx: Tx,
  {
    version,
    ...parts
  }: Parameters<typeof writeParts>[1] & {
    /** The one that it gets. */
    version: number;
  },
): Promise<void> {
  const { name, terms, startsAt, endsAt, budget } = parts.draft;
  await tx
    .update(quest)
    .set({ name, terms, startsAt, endsAt, budget, version })
    .where(eq(quest.questId, parts.questId));
  await writeParts(tx, parts);
}
