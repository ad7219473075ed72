// Answers for which something has to be fetched from the messenger first. A worker goes for it and tells the player.

import { putErrand } from '#src/core/quests/errands/errand.ts';
import { readKnownQuest } from '#src/core/quests/known-quests.ts';
import type { Player } from '#src/core/quests/player.ts';
import { readQuest } from '#src/core/quests/read-quest.ts';
import type { QuestAsked, QuestShown } from '../quest-asked.ts';
import type { Doing } from './doing.ts';

type Asked<Name extends QuestAsked['quest']> = Extract<QuestAsked, { quest: Name }>;

/** A photo: its bytes are with the messenger. */
export async function sendPhoto(
  doing: Doing,
  { questId }: Player,
  { taskNo, file }: Asked<'photo'>,
): Promise<QuestShown> {
  await putErrand(doing.tx, { ...where(doing), questId, taskNo, what: { errand: 'photo', file } });
  return { show: 'wait', toast: null };
}

/** Somebody says that they have subscribed: Telegram knows. Null where nobody has to be asked. */
export async function askChannel(
  doing: Doing,
  { questId }: Player,
  { taskNo, given }: Asked<'answer'>,
): Promise<QuestShown | null> {
  if (given.kind !== 'pressed' || doing.view.identity.messenger !== 'telegram') return null;
  const { taskByNo } = await readKnownQuest(doing.tx, await readQuest(doing.tx, questId));
  const ask = taskByNo.get(taskNo)?.content.ask;
  if (ask?.type !== 'subscribe' || ask.channel === null) return null;
  const what = { errand: 'channel', channel: ask.channel } as const;
  await putErrand(doing.tx, { ...where(doing), questId, taskNo, what });
  return { show: 'wait', toast: 'checking' };
}

function where({ view: { identity }, event: { carriedBy, at } }: Doing) {
  const { identityId, messenger } = identity;
  return { identityId, messenger, attemptKey: carriedBy, at };
}
