import { createQuest } from '#src/core/quests/author/create-quest.ts';
import { sentOf } from '#src/core/quests/author/draft-of.ts';
import { launchQuest } from '#src/core/quests/author/launch-quest.ts';
import { draftSample } from '#src/core/quests/author/sample/weekend-quest.ts';
import type { Tx } from '#src/db/client.ts';

const ACTOR = 'demo';
const HOUR_MS = 3_600_000;

/** The weekend quest, under way since an hour ago and until Sunday evening. Call it once. */
export async function storeQuest(tx: Tx, at: Date): Promise<void> {
  const draft = await draftSample(tx, at, new Date(at.getTime() - HOUR_MS));
  // Nobody is there who could say that it was done.
  const tasks = draft.tasks.filter(({ content }) => content.ask.type !== 'check');
  const questId = await createQuest(tx, { draft: sentOf({ ...draft, tasks }), actor: ACTOR, at });
  await launchQuest(tx, { questId, actor: ACTOR, at });
}
