// One receipt under two keys: a sender that has heard no answer and makes up a new key for the same slip.
import type { Sql } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { ReceiptInput } from './receipt-input.ts';

export interface ToldOfMember {
  /** What the answer calls it. */
  place: number;
  memberId: MemberId;
  input: ReceiptInput;
}

/**
 * Refusal `receipt_told_before` {externalId} for each receipt that its member has already under another key: of the same
 * store and till, with the same number, moment and sum, and not cancelled or returned since.
 */
export async function findToldBefore(
  sql: Sql,
  asked: readonly ToldOfMember[],
): Promise<Map<number, Refusal>> {
  const found = new Map<number, Refusal>();
  if (asked.length === 0) return found;
  const rows = await sql<{ place: number; external_id: string }[]>`
    select a.place, min(r.external_id) as external_id
    from unnest(${asked.map(({ place }) => place)}::int[], ${asked.map(({ memberId }) => memberId)}::text[],
      ${asked.map(({ input }) => input.occurredAt.toISOString())}::timestamptz[],
      ${asked.map(({ input }) => input.storeId)}::text[], ${asked.map(({ input }) => input.tillId)}::text[],
      ${asked.map(({ input }) => input.number)}::text[], ${asked.map(({ input }) => input.externalId)}::text[],
      ${asked.map(({ input }) => String(input.amountMinor))}::bigint[])
      as a (place, member_id, occurred_at, store_id, till_id, number, external_id, amount_minor)
    join receipt r on r.member_id = a.member_id and r.occurred_at = a.occurred_at
    where r.store_id = a.store_id and r.till_id is not distinct from a.till_id and r.number = a.number
      and r.amount_minor + r.discount_minor = a.amount_minor
      and r.state in ('closed', 'partly_returned')
    group by a.place having not bool_or(r.external_id = a.external_id)`;
  for (const { place, external_id: externalId } of rows)
    found.set(place, new Refusal('receipt_told_before', { externalId }));
  return found;
}
