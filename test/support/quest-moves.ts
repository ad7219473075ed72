// What people do in the chat to answer tasks, and how their messengers tell of it.

import type { TaskAsk } from '#src/core/quests/task-content.ts';
import { questAction } from '#src/core/quests/tell/quest-action.ts';
import type { QuestId } from '#src/lib/id.ts';

/** `follow`: a link into the chat, with this payload. */
export type Move =
  | { press: string }
  | { write: string }
  | { locate: { lat: number; lon: number } }
  | { follow: string };

interface Asked {
  questId: QuestId;
  taskNo: number;
  ask: TaskAsk;
}

/** Where the store of the quest stands. */
export const STORE_PLACE = { lat: 50.4472, lon: 30.5224 };

/** To where they are in the quest. */
export const openMove = (questId: QuestId): Move => ({ press: questAction(questId, 'open') });
export const nextMove = (questId: QuestId): Move => ({ press: questAction(questId, 'next') });
export const hintMove = (questId: QuestId, taskNo: number): Move => ({
  press: questAction(questId, 'hint', taskNo),
});
export const askSkipMove = (questId: QuestId, taskNo: number): Move => ({
  press: questAction(questId, 'askSkip', taskNo),
});
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
    case 'subscribe':
      return { press: questAction(questId, 'pressed', taskNo) };
    case 'place':
      return { locate: STORE_PLACE };
    case 'qr':
      return { follow: `t-${ask.token}` };
    default:
      return null;
  }
}

/** The same move by move, the last of which gives the answer: where several options are right, each is ticked first. */
export function rightMoves(asked: Asked): Move[] | null {
  const { ask } = asked;
  if (takesTicks(ask)) return ticksOf(asked, ask.type === 'quiz' ? ask.right : [0]);
  const move = rightMove(asked);
  return move && [move];
}

/** A wrong one in the same way; `before`: so many were given, and this one is another. */
export function wrongMoves(asked: Asked, before = 0): Move[] | null {
  const { ask } = asked;
  if (takesTicks(ask)) {
    const left = ask.type === 'quiz' ? ask.right.filter((_, place) => place !== before) : [];
    return ask.type === 'quiz' && before < ask.right.length ? ticksOf(asked, left) : null;
  }
  const move = wrongMove(asked, before);
  return move && [move];
}

const takesTicks = (ask: TaskAsk) =>
  (ask.type === 'quiz' && ask.right.length > 1) || (ask.type === 'poll' && ask.several);

const ticksOf = ({ questId, taskNo }: Asked, options: readonly number[]): Move[] => [
  ...options.map((option) => ({ press: questAction(questId, 'tick', taskNo, option) })),
  { press: questAction(questId, 'ticked', taskNo) },
];

/** A wrong one, and after so many of them another one; null where none is wrong that was not given before. */
export function wrongMove({ questId, taskNo, ask }: Asked, before = 0): Move | null {
  switch (ask.type) {
    case 'quiz': {
      const wrong = [...ask.options.keys()].filter((place) => !ask.right.includes(place))[before];
      return wrong === undefined ? null : { press: questAction(questId, 'option', taskNo, wrong) };
    }
    case 'text':
    case 'code':
      return { write: `зовсім не те${', ні'.repeat(before)}` };
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
  if ('locate' in move) {
    const { lat: latitude, lon: longitude } = move.locate;
    return { update_id: updateId, message: { ...message, location: { latitude, longitude } } };
  }
  const text = 'write' in move ? move.write : `/start ${move.follow}`;
  return { update_id: updateId, message: { ...message, text } };
}

/** As Viber tells it. */
export function viberCallback(externalId: string, move: Move, token: number): object {
  const sender = { id: externalId, name: 'Олена', language: 'uk', api_version: 7 };
  if ('follow' in move) {
    const opened = { type: 'open', context: move.follow, user: sender, subscribed: true };
    return { event: 'conversation_started', timestamp: Date.now(), message_token: token, ...opened };
  }
  const said =
    'locate' in move
      ? { type: 'location', location: move.locate }
      : { type: 'text', text: 'press' in move ? `/${move.press}` : move.write };
  return { event: 'message', timestamp: Date.now(), message_token: token, sender, message: said };
}
