// What the messenger tells later about a message: that it was delivered, seen, or has failed after all.
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import type { MessengerName } from './messenger.ts';

export interface DeliveryReceipt {
  messenger: MessengerName;
  /** The messenger's id of the message, as text. One id may stand for many people (Viber's broadcast). */
  externalMessageId: string;
  /** The messenger's id of the person. */
  externalId: string;
  receipt: 'delivered' | 'seen' | 'failed';
  /** Why it failed, as the messenger says. */
  reason?: string;
  at: Date;
}

interface Person extends Record<string, unknown> {
  identity_id: IdentityId;
  member_id: MemberId | null;
}

/** Messengers keep what they could not deliver for two weeks (Viber); whoever reads later than that is not counted. */
export const TOLD_WITHIN_DAYS = 30;

/**
 * Settles a message by its receipt: unknown becomes sent once it was delivered or seen, sent becomes failed when the
 * phone has refused it. Receipts come in any order and more than once; a message that is not ours is passed over.
 */
export async function settleReceipt(tx: Tx, { at, ...receipt }: DeliveryReceipt): Promise<void> {
  const { messenger, externalMessageId, externalId } = receipt;
  const arrived = receipt.receipt !== 'failed';
  const [person] = await tx.execute<Person>(sql`
    select identity_id, member_id from identity where messenger = ${messenger} and external_id = ${externalId}`);
  if (!person) return;
  const seenAt = receipt.receipt === 'seen' ? at : null;
  const reason = receipt.reason?.slice(0, 300) ?? 'the messenger says: failed';
  const which = sql`external_message_id = ${externalMessageId} and identity_id = ${person.identity_id}`;
  const change = sql`external_message_id = ${externalMessageId},
    seen_at = coalesce(seen_at, ${seenAt}::timestamptz), status = case
      when ${arrived} and status = 'unknown' then 'sent'
      when not ${arrived} and status in ('sent', 'unknown') and seen_at is null then 'failed' else status end`;
  const single = sql`${change}, error = case when ${arrived} then error else ${reason} end`;
  const bulk = sql`${change}, reason = case when ${arrived} then reason else ${reason} end,
    delivered_at = case when ${arrived} then coalesce(delivered_at, ${at}::timestamptz) else delivered_at end`;

  const known = await tx.execute(sql`update delivery set ${single} where ${which} returning 1`);
  if (known.length > 0) return;
  const broadcast = await tx.execute(sql`
    update campaign_delivery set ${bulk} where (campaign_id, delivery_seq) in (
      select d.campaign_id, d.delivery_seq from ${broadcastsTo(person, at)}
        and d.external_message_id = ${externalMessageId}) returning 1`);
  if (broadcast.length > 0) return;

  // Nobody knows this message. If the person has one whose answer never came, and none under way, it is that one.
  const { identity_id } = person;
  const underWay = await tx.execute(sql`
    select 1 from delivery where identity_id = ${identity_id} and status = 'sending'
    union all
    select 1 from campaign p join campaign_delivery d on d.campaign_id = p.campaign_id
      join campaign_chunk c on c.campaign_id = d.campaign_id and d.delivery_seq = any (c.flight)
    where p.status in ('running', 'paused', 'stopped') and d.member_id = ${person.member_id} and d.status = 'queued'
      and not c.done`);
  if (underWay.length > 0) return;
  const lost = await tx.execute(sql`
    update delivery set ${single} where delivery_id = (
      select delivery_id from delivery where identity_id = ${identity_id} and status = 'unknown'
        and external_message_id is null and settled_at > ${at}::timestamptz - interval '1 hour'
      order by delivery_no limit 1) returning 1`);
  if (lost.length > 0) return;
  await tx.execute(sql`
    update campaign_delivery set ${bulk} where (campaign_id, delivery_seq) = (
      select d.campaign_id, d.delivery_seq from ${broadcastsTo(person, at)}
        and d.status = 'unknown' and d.external_message_id is null
        and d.settled_at > ${at}::timestamptz - interval '1 hour'
      order by d.settled_at limit 1)`);
}

/** What campaigns of late have for a person: by the campaign and the member, for nothing else finds them quickly. */
function broadcastsTo(person: Person, at: Date): SQL {
  return sql`campaign p join campaign_delivery d on d.campaign_id = p.campaign_id
    where p.launched_at > ${at}::timestamptz - ${TOLD_WITHIN_DAYS}::integer * interval '1 day'
      and d.member_id = ${person.member_id} and d.identity_id = ${person.identity_id}`;
}
