// Turns what happened into messages to the members it happened to, each exactly once.
import { sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import type { Language } from '#src/lib/language.ts';
import { followEvents, type RecordedEvent } from '../events/follow-events.ts';
import { readProgramme } from '../stores/read-programme.ts';
import { type Addressee, listAddressees } from './choose-identity.ts';
import { composeNotice } from './compose-notice.ts';
import type { Key } from './prompt.ts';
import { type QueueDelivery, queueDeliveries } from './queue-delivery.ts';

export interface AnnounceInput {
  at: Date;
  /** How many events at most. */
  limit: number;
  /** The keyboard that stays below the chat, so that a notice does not take it away in Viber. */
  keyboard?: (language: Language) => Key[][];
}

const HOUR_MS = 3_600_000;
const MESSENGER_NAMES: Record<string, string> = { telegram: 'Telegram', viber: 'Viber' };

/** Announces the next events. Returns how many it has read and how many messages came of them. */
export async function announceEvents(
  tx: Tx,
  { at, limit, keyboard }: AnnounceInput,
): Promise<{ events: number; messages: number }> {
  const events = await followEvents(tx, { reader: 'notices', limit });
  if (events.length === 0) return { events: 0, messages: 0 };
  const programme = await readProgramme(tx);
  const addressees = await listAddressees(tx, [...new Set(events.map((event) => event.memberId))]);
  const names = await readNames(tx, events);
  const messages = events.flatMap((event) =>
    addresseesOf(event, addressees.get(event.memberId) ?? []).flatMap((to): QueueDelivery[] => {
      const prompt = composeNotice(event, {
        language: to.language,
        timeZone: programme.timeZone,
        currency: programme.moneyCurrency,
        now: at,
        storeName: (storeId) => names.get(storeId) ?? '',
        messengerOf: (identityId) => names.get(identityId) ?? '',
        ...(keyboard && { keyboard: keyboard(to.language) }),
      });
      if (!prompt) return [];
      return [
        {
          identityId: to.identityId,
          memberId: to.memberId,
          lane: 'notice',
          prompt,
          at,
          // The same event can only ever be told once to the same chat.
          onceKey: `${event.eventId}:${to.identityId}`,
          notAfter: notAfter(event),
        },
      ];
    }),
  );
  const queued = await queueDeliveries(tx, messages);
  return { events: events.length, messages: queued.filter((id) => id !== null).length };
}

/** Questions about safety go to every chat they concern; everything else to the one that the member reads. */
function addresseesOf(event: RecordedEvent, reachable: Addressee[]): Addressee[] {
  if (event.kind === 'burn.requested') return reachable;
  if (event.kind === 'identity.linked') {
    const known = new Set<string>(event.data.known);
    return reachable.filter((each) => known.has(each.identityId));
  }
  return reachable.slice(0, 1);
}

/** When the message has lost its sense. */
function notAfter(event: RecordedEvent): Date {
  if (event.kind === 'burn.requested') return new Date(event.data.expiresAt);
  const hours = event.kind === 'receipt.accepted' ? 24 : 7 * 24;
  return new Date(event.recordedAt.getTime() + hours * HOUR_MS);
}

/** The names of the stores, and of the new identities' messengers, that the events mention; closed stores too. */
async function readNames(db: Reader, events: RecordedEvent[]): Promise<Map<string, string>> {
  const stores = new Set<string>();
  const identities = new Set<string>();
  for (const event of events) {
    if ('storeId' in event.data) stores.add(event.data.storeId);
    if (event.kind === 'identity.linked') identities.add(event.data.identityId);
  }
  const names = new Map<string, string>();
  if (stores.size + identities.size === 0) return names;
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select store_id as id, name from store
    where store_id in (select jsonb_array_elements_text(${JSON.stringify([...stores])}::jsonb))
    union all
    select identity_id, messenger from identity
    where identity_id in (select jsonb_array_elements_text(${JSON.stringify([...identities])}::jsonb))`);
  for (const { id, name } of rows) names.set(id, MESSENGER_NAMES[name] ?? name);
  return names;
}
