import type { Tx } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import { readWholeQuest } from '../read-quest.ts';
import { createQuest } from './create-quest.ts';
import { draftOf, sentOf } from './draft-of.ts';

/**
 * A draft with all that is in another quest but its dates; QR codes are made anew, because the old ones still hang in
 * stores. Throws Refusal quest_not_found, invalid_input.
 */
export async function copyQuest(
  tx: Tx,
  { questId, name, actor, at }: { questId: QuestId; name: string; actor: string; at: Date },
): Promise<QuestId> {
  const { tasks, chapters, ...rest } = sentOf(draftOf(await readWholeQuest(tx, questId)));
  const draft = {
    ...rest,
    name,
    startsAt: null,
    endsAt: null,
    chapters: chapters.map(({ titles, opens: { at: _moment, ...opens } }) => ({ titles, opens })),
    tasks: tasks.map(({ content, ...task }) => ({
      ...task,
      content: content.ask.type === 'qr' ? { ...content, ask: { ...content.ask, token: '' } } : content,
    })),
  };
  return await createQuest(tx, { draft, actor, at });
}
