// Turns what happened into messages to the members it happened to, each exactly once. A receipt has one message, which
// follows what happens to it later where the messenger can change one.
import type { Tx } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import { followEvents, type RecordedEvent } from '../events/follow-events.ts';
import { announceBurn, isOfBurn } from './announce-burn.ts';
import { announceOrder, isOfOrder } from './announce-order.ts';
import { announceReceipt, isOfReceipt, type Said } from './announce-receipt.ts';
import { type Addressee, listAddressees } from './choose-identity.ts';
import { composeNotice } from './compose-notice.ts';
import { burnKey, findFirstMessages, orderMessageKey, receiptKey } from './find-first-messages.ts';
import { joinExpired } from './join-expired.ts';
import type { Key } from './prompt.ts';
import { type QueueDelivery, queueDeliveries } from './queue-delivery.ts';
import { readNoticeFacts, receiptsOf } from './read-notice-facts.ts';

export interface AnnounceInput {
  at: Date;
  /** How many events at most. */
  limit: number;
  /** The keyboard that stays below the chat, so that a notice does not take it away in Viber. */
  keyboard?: (language: Language) => Key[][];
}

/** The name under which they are followed. */
export const NOTICE_EVENTS = 'notices';
const HOUR_MS = 3_600_000;

/** Announces the next events. Returns how many it has read and how many messages came of them. */
export async function announceEvents(
  tx: Tx,
  { at, limit, keyboard }: AnnounceInput,
): Promise<{ events: number; messages: number }> {
  const { events: followed, seen } = await followEvents(tx, { reader: NOTICE_EVENTS, limit });
  if (seen === 0) return { events: 0, messages: 0 };
  const events = joinExpired(followed).flatMap(forBoth);
  const [shared, addressees] = await Promise.all([
    readNoticeFacts(tx, events, at),
    listAddressees(tx, [...new Set(events.map((event) => event.memberId))]),
  ]);
  const reachable = (event: RecordedEvent) => addressees.get(event.memberId) ?? [];
  const firsts = await findFirstMessages(
    tx,
    events
      .filter((event) => event.kind !== 'receipt.accepted')
      .flatMap((event) => {
        if (isOfOrder(event)) {
          const { orderId } = event.data;
          return [{ subject: orderId, key: orderMessageKey(orderId) }];
        }
        if (event.kind === 'burn.settled') {
          const { burnRequestId } = event.data;
          return reachable(event)
            .map(({ identityId }) => burnKey(burnRequestId, identityId))
            .map((key) => ({ subject: key, key }));
        }
        return receiptsOf(event).flatMap(({ receiptId: subject }) =>
          reachable(event).map(({ identityId }) => ({ subject, key: receiptKey(subject, identityId) })),
        );
      }),
  );
  const messages = events.flatMap((event): QueueDelivery[] => {
    const said: Said[] = [];
    const to = addresseesOf(event, reachable(event));
    const factsFor = ({ language }: Addressee) => ({
      ...shared,
      language,
      now: at,
      ...(keyboard && { keyboard: keyboard(language) }),
    });
    if (isOfReceipt(event)) said.push(...announceReceipt(event, { to: to[0], firsts, factsFor }));
    else if (isOfOrder(event)) said.push(...announceOrder(event, { to: to[0], firsts, factsFor }));
    else if (isOfBurn(event)) said.push(...announceBurn(event, { to, firsts, factsFor }));
    else
      for (const each of to) {
        const prompt = composeNotice(event, factsFor(each));
        // The same event can only ever be told once to the same chat.
        if (prompt) said.push({ to: each, prompt, onceKey: `${event.eventId}:${each.identityId}` });
      }
    const notAfter = notAfterOf(event);
    return said.map(({ to: { identityId }, ...message }) => ({
      ...message,
      identityId,
      memberId: event.memberId,
      lane: 'notice',
      at,
      notBefore: new Date(at.getTime() + ('delayMs' in event.data ? event.data.delayMs : 0)),
      notAfter,
    }));
  });
  const queued = await queueDeliveries(tx, messages);
  return { events: seen, messages: queued.filter((id) => id !== null).length };
}

/** Two who have parted are told each, in chats of their own. */
function forBoth(event: RecordedEvent): RecordedEvent[] {
  return event.kind === 'member.parted' ? [event, { ...event, memberId: event.data.from }] : [event];
}

/** Questions about safety, and whose card it is now, go to every chat they concern; everything else to the one that the member reads. */
function addresseesOf(event: RecordedEvent, reachable: Addressee[]): Addressee[] {
  if (isOfBurn(event) || event.kind === 'member.merged' || event.kind === 'member.parted') return reachable;
  if (event.kind === 'identity.linked') {
    const known = new Set<string>(event.data.known);
    return reachable.filter((each) => known.has(each.identityId));
  }
  return reachable.slice(0, 1);
}

/** When the message has lost its sense. */
function notAfterOf(event: RecordedEvent): Date {
  if (event.kind === 'burn.requested') return new Date(event.data.expiresAt);
  if ((event.kind === 'coupon.announced' || event.kind === 'coupon.expiring') && event.data.expiresAt)
    return new Date(event.data.expiresAt);
  const soon =
    event.kind === 'receipt.accepted' ||
    event.kind === 'burn.settled' ||
    (event.kind === 'points.expiring' && event.data.daysBefore <= 1);
  return new Date(event.recordedAt.getTime() + (soon ? 24 : 7 * 24) * HOUR_MS);
}
