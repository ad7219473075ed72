// Many lazy people write to the bot at once.
import type { LazyUpdates } from './control-world.ts';
import { LAZY_MAX } from './lazy.ts';
import { LAZY_TELEGRAM_BASE, lazyPhone, lazyViberId } from './lazy-people.ts';
import { unixSeconds } from './telegram/bot.ts';
import { findEntities } from './telegram/entities.ts';
import type { World } from './world.ts';

/** Queues one update for each of them; the result is how many. */
export function writeAsLazy(world: World, wanted: LazyUpdates): number {
  const last = Math.min(wanted.from + wanted.count, LAZY_MAX);
  for (let n = wanted.from; n < last; n++) {
    if (wanted.messenger === 'telegram') writeInTelegram(world, n, wanted);
    else writeInViber(world, n, wanted);
  }
  return Math.max(0, last - wanted.from);
}

function writeInTelegram(
  { outside, telegram }: World,
  n: number,
  { text = 'hello', contact }: LazyUpdates,
): void {
  const userId = LAZY_TELEGRAM_BASE + n;
  const name = `Lazy ${n}`;
  const entities = findEntities(text);
  const content = contact
    ? { contact: { phone_number: lazyPhone(n), first_name: name, user_id: userId } }
    : { text, ...(entities.length > 0 ? { entities } : {}) };
  const { messageId } = outside.lazy.nextOwnMessage(n);
  const from = { id: userId, is_bot: false, first_name: name, language_code: 'uk' };
  const chat = { id: userId, type: 'private' as const, first_name: name };
  const message = { message_id: messageId, from, chat, date: unixSeconds(outside), ...content };
  telegram.current().updates.add({ message }, userId);
}

function writeInViber({ outside, viber }: World, n: number, { text = 'hello', contact }: LazyUpdates): void {
  const userId = lazyViberId(n);
  outside.lazy.openSession(n, outside.clock.now().getTime());
  const message = contact
    ? { type: 'contact', contact: { name: `Lazy ${n}`, phone_number: lazyPhone(n).slice(1) } }
    : { type: 'text', text };
  viber.current().callbacks.send({
    event: 'message',
    userId,
    fields: {
      sender: { id: userId, name: 'Subscriber', language: 'uk', country: 'UA', api_version: 10 },
      message,
      silent: false,
      chat_hostname: 'SN-CHAT-05_',
    },
  });
}
