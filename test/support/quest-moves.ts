// What people do in the chat to answer tasks, and how their messengers tell of it.

import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { questAction } from '#src/core/quests/tell/quest-action.ts';
import type { QuestId } from '#src/lib/id.ts';

export type Move = { press: string } | { write: string } | { locate: { lat: number; lon: number } };

interface Asked {
  questId: QuestId;
  taskNo: number;
  ask: TaskAsk;
}

/** Where the store of the quest stands. */
export const STORE_PLACE = { lat: 50.4472, lon: 30.5224 };

export const joinMove = (questId: QuestId): Move => ({ press: questAction(questId, 'join') });
export const skipMove = (questId: QuestId, taskNo: number): Move => ({
  press: questAction(questId, 'skip', taskNo),
});

/** The right answer; null where somebody or something else has to say. */
export function rightMove({ questId, taskNo, ask }: Asked): Move | null {
  switch (ask.type) {
    case 'quiz':
      return { press: questAction(questId, 'option', taskNo, ask.right[0] ?? 0) };
    case 'poll':
      return { press: questAction(questId, 'option', taskNo, 0) };
    case 'text':
    case 'code':
      return { write: ask.answers[0] ?? '' };
    case 'survey':
      return { write: 'Усе подобається, дякую' };
    case 'rate':
      return { press: questAction(questId, 'stars', taskNo, 5) };
    case 'visit':
      return { press: questAction(questId, 'pressed', taskNo) };
    case 'place':
      return { locate: STORE_PLACE };
    default:
      return null;
  }
}

/** A wrong one; null where none is wrong. */
export function wrongMove({ questId, taskNo, ask }: Asked): Move | null {
  switch (ask.type) {
    case 'quiz': {
      const wrong = ask.options.findIndex((_, place) => !ask.right.includes(place));
      return wrong < 0 ? null : { press: questAction(questId, 'option', taskNo, wrong) };
    }
    case 'text':
    case 'code':
      return { write: 'зовсім не те' };
    case 'place':
      return { locate: { lat: 49.84, lon: 24.03 } };
    default:
      return null;
  }
}

/** As Telegram tells it; `updateId` tells it from any other. */
export function telegramUpdate(externalId: string, move: Move, updateId: number): object {
  const from = { id: Number(externalId), is_bot: false, first_name: 'Олена', language_code: 'uk' };
  if ('press' in move)
    return { update_id: updateId, callback_query: { id: `${updateId}`, from, data: move.press } };
  const date = Math.floor(Date.now() / 1_000);
  const message = { message_id: updateId, date, chat: { id: from.id, type: 'private' }, from };
  const said =
    'write' in move
      ? { text: move.write }
      : { location: { latitude: move.locate.lat, longitude: move.locate.lon } };
  return { update_id: updateId, message: { ...message, ...said } };
}

/** As Viber tells it. */
export function viberCallback(externalId: string, move: Move, token: number): object {
  const said =
    'locate' in move
      ? { type: 'location', location: move.locate }
      : { type: 'text', text: 'press' in move ? `/${move.press}` : move.write };
  const sender = { id: externalId, name: 'Олена', language: 'uk', api_version: 7 };
  return { event: 'message', timestamp: Date.now(), message_token: token, sender, message: said };
}
