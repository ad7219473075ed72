// What is said of an order of a reward. The message that carries its code follows its state where the messenger can
// change one; what the member has to know comes as a message of its own, for a changed one rings no bell.
import type { RecordedEvent } from '../events/follow-events.ts';
import type { OrderWithReward } from '../rewards/find-order.ts';
import type { Said } from './announce-receipt.ts';
import type { Addressee } from './choose-identity.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { fetching, lastDay, orderButtons, orderName, orderText } from './compose-order.ts';
import type { FirstMessage } from './find-first-messages.ts';
import { noticeWords } from './notice-words.ts';
import type { Button, RichText } from './prompt.ts';

export type OrderEvent = Extract<RecordedEvent, { data: { orderId: string } }>;

export function isOfOrder(event: RecordedEvent): event is OrderEvent {
  return 'orderId' in event.data;
}

interface Announce {
  /** The chat that the member reads; undefined: there is none. */
  to: Addressee | undefined;
  /** The messages that carry the orders' codes, by order. */
  firsts: ReadonlyMap<string, FirstMessage>;
  factsFor: (reader: Addressee) => NoticeFacts;
}

/** The messages that come of one event. */
export function announceOrder(event: OrderEvent, { to, firsts, factsFor }: Announce): Said[] {
  if (!to) return [];
  const facts = factsFor(to);
  const found = facts.orders.get(event.data.orderId);
  if (!found) return [];
  const { keyboard } = facts;
  const keys = keyboard ? { keyboard } : {};
  const said: Said[] = [];
  const first = firsts.get(event.data.orderId);
  if (first?.messenger === 'telegram' && event.kind !== 'reward.ordered')
    said.push({
      to: first,
      prompt: {
        say: 'edit',
        of: { deliveryId: first.deliveryId },
        text: orderText(found, facts),
        buttons: orderButtons(found, facts),
        ...keys,
        orSend: false,
      },
      onceKey: `${event.eventId}:change:${first.identityId}`,
    });
  const news = newsOf(event, found, facts);
  if (news)
    said.push({
      to,
      prompt: { say: 'message', ...news, ...keys },
      onceKey: `${event.eventId}:${to.identityId}`,
    });
  return said;
}

/** Null where the member was told at once, or has nothing to do. */
function newsOf(
  { kind }: OrderEvent,
  found: OrderWithReward,
  facts: NoticeFacts,
): { text: RichText; buttons?: Button[][] } | null {
  const { language } = facts;
  const { order, reward } = found;
  const open = { label: noticeWords(language, 'reward.open'), action: `order:${order.orderId}` };
  switch (kind) {
    case 'reward.ready': {
      if (order.status !== 'ready') return null;
      const key = reward.ruleId === null ? 'reward.ready' : 'reward.given';
      const head = noticeWords(language, key, { name: orderName(found, facts) });
      return { text: [head, ...fetching(found, facts)].join('\n'), buttons: [[open]] };
    }
    case 'reward.expiring': {
      if (order.status !== 'ready' || !order.pickUpUntil) return null;
      const values = { name: orderName(found, facts), day: lastDay(order.pickUpUntil, facts) };
      const head = noticeWords(language, 'reward.expiring', values);
      return { text: [head, ...fetching(found, facts).slice(0, 1)].join('\n'), buttons: [[open]] };
    }
    case 'reward.handed_over':
    case 'reward.cancelled':
    case 'reward.expired':
      return { text: orderText(found, facts) };
    case 'reward.ordered':
    case 'reward.undone':
    case 'reward.kept':
      return null;
  }
}
