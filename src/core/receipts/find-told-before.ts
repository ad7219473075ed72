// One receipt under two keys: a sender that has heard no answer and makes up a new key for the same slip.
import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import { type RunText, SELVES, SOLD } from './find-uses.ts';
import type { ReceiptInput } from './receipt-input.ts';
import type { ReceiptMember } from './receipt-member.ts';

export interface ToldOfMember {
  /** What the answer calls it. */
  place: number;
  memberId: MemberId;
  input: ReceiptInput;
}

/** Nothing is asked of the database when the member has no receipt of this very moment or a later one: of most receipts. */
export function mayBeToldBefore({
  input,
  member,
  place,
}: {
  input: ReceiptInput;
  member: ReceiptMember | Refusal | undefined;
  place: number;
}): ToldOfMember[] {
  if (!member || member instanceof Refusal) return [];
  const { lastReceiptAt } = member.facts;
  if (lastReceiptAt === null || lastReceiptAt < input.occurredAt.getTime()) return [];
  return [{ place, memberId: member.memberId, input }];
}

// Receipt by receipt by the index, also of members who have become part of this one.
const QUERY = `
  select i.place, min(r.external_id) filter (where r.stands) as external_id
  from unnest($1::integer[], $2::text[], $3::text[]::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::text[]::bigint[])
      as i(place, member_id, occurred_at, store_id, till_id, number, external_id, amount_minor)
    cross join lateral (${SELVES}) self
    cross join lateral (
      select r.external_id, ${SOLD} as stands from receipt r
      where r.member_id = any (self.ids) and r.occurred_at = i.occurred_at
        and r.store_id = i.store_id and r.till_id is not distinct from i.till_id and r.number = i.number
        and r.amount_minor + r.discount_minor = i.amount_minor
      offset 0) r
  group by i.place having bool_or(r.stands) and not bool_or(r.external_id = i.external_id)`;

/**
 * Refusal `receipt_told_before` {externalId} for each receipt that its member has already under another key: of the same
 * store and till, with the same number, moment and sum, and not cancelled or returned since.
 */
export async function findToldBefore(
  run: RunText,
  asked: readonly ToldOfMember[],
): Promise<Map<number, Refusal>> {
  const found = new Map<number, Refusal>();
  if (asked.length === 0) return found;
  const rows = await run<{ place: number; external_id: string }>(QUERY, [
    asked.map(({ place }) => place),
    asked.map(({ memberId }) => memberId),
    asked.map(({ input }) => input.occurredAt.toISOString()),
    asked.map(({ input }) => input.storeId),
    asked.map(({ input }) => input.tillId),
    asked.map(({ input }) => input.number),
    asked.map(({ input }) => input.externalId),
    asked.map(({ input }) => String(input.amountMinor)),
  ]);
  for (const { place, external_id: externalId } of rows)
    found.set(place, new Refusal('receipt_told_before', { externalId }));
  return found;
}
