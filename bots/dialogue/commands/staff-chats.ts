// A group of the staff is connected, and decides on photos. What it is told is queued here: a group has no keyboard.
import { queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { connectChat } from '#src/core/quests/live/chats/connect-chat.ts';
import { pressReview as press } from '#src/core/quests/live/chats/press-review.ts';
import { botSentence } from '#src/lib/i18n.ts';
import type { Command, Outcome } from '../command.ts';
import type { Doing } from './doing.ts';

export async function connectStaffChat(
  { tx, view, event, deps }: Doing,
  { code }: Extract<Command, { do: 'connectStaffChat' }>,
): Promise<Outcome> {
  const { identityId, shownName, language } = view.identity;
  const { secretKey } = deps;
  const { at } = event;
  const said = code ? await connectChat(tx, { identityId, title: shownName, code, secretKey, at }) : 'wrong';
  const text = botSentence(language, `questReview.chat.${said}`);
  await queueDelivery(tx, { identityId, lane: 'reply', prompt: { say: 'message', text }, at });
  return { kind: 'did', did: 'connectStaffChat' };
}

export async function pressReview(
  { tx, view, event }: Doing,
  { do: _do, ...pressing }: Extract<Command, { do: 'pressReview' }>,
): Promise<Outcome> {
  const { identityId } = view.identity;
  const pressed = await press(tx, { ...pressing, identityId, at: event.at });
  return { kind: 'did', did: 'pressReview', pressed };
}
