import type { Reader } from '#src/db/client.ts';
import type { Problem } from '#src/lib/problem.ts';
import { Refusal } from '../../refusal.ts';
import { findProblems } from './find-problems.ts';
import { priceQuest, type QuestPrice } from './price-quest.ts';
import type { QuestDraft } from './quest-draft.ts';
import { readDraft } from './read-draft.ts';
import { readKnown } from './read-known.ts';

/** What a draft lacks and what it may cost; of one whose shape is wrong that alone is told. Nothing is written. */
export async function checkDraft(
  db: Reader,
  sent: unknown,
): Promise<{ problems: readonly Problem[]; price: QuestPrice }> {
  let draft: QuestDraft;
  try {
    draft = readDraft(sent);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problems: error.problems, price: priceQuest({ tasks: [], prizes: [] }) };
  }
  return { problems: findProblems(draft, await readKnown(db, draft)), price: priceQuest(draft) };
}
