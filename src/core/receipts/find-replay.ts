import type { Sql } from '#src/db/client.ts';
import { runText } from '#src/db/run-text.ts';
import type { MemberId, ReceiptId } from '#src/lib/id.ts';
import { type AcceptedReceipt, type ReceiptInput, receiptHash } from './receipt-input.ts';
import type { MemberKey } from './receipt-member.ts';
import { readTold } from './settled-receipt.ts';

interface Stored {
  member_id: MemberId;
  receipt_id: ReceiptId;
  earned: bigint;
  burnt: bigint;
  balance_after: bigint;
  discount_minor: bigint;
  amount_minor: bigint;
  told: unknown;
}

/**
 * The first answer to this very receipt of this member, whose card or data may be no more; null when it was not accepted. The
 * way for receipts whose member can have no new ones; all others hear it where they are booked.
 */
export async function findReplay(
  sql: Sql,
  input: ReceiptInput,
  member: MemberKey,
): Promise<AcceptedReceipt | null> {
  const [memberId, cardNumber] = 'memberId' in member ? [member.memberId, null] : [null, member.cardNumber];
  const [row] = await runText<Stored>(sql, QUERY, [
    input.storeId,
    input.externalId,
    receiptHash(input),
    memberId,
    cardNumber,
  ]);
  if (!row) return null;
  return {
    outcome: 'replayed',
    receiptId: row.receipt_id,
    memberId: row.member_id,
    earned: row.earned,
    burnt: row.burnt,
    balance: row.balance_after,
    discountMinor: row.discount_minor,
    toPayMinor: row.amount_minor,
    told: readTold(row.told),
  };
}

// The receipts of a member who has become part of another are that one's: as post_receipts compares them.
const QUERY = `
  select h.member_id, r.receipt_id, r.earned, r.burnt, r.balance_after, r.discount_minor, r.amount_minor, r.told
  from receipt_key k
  join receipt r on r.member_id = k.member_id and r.receipt_id = k.receipt_id
  join member m on m.member_id = k.member_id
  join (select $4::text as member_id union all select n.member_id from card_number n where n.card_number = $5::text) h
    on h.member_id = k.member_id or h.member_id = m.absorbed_into
  where k.store_id = $1::text and k.external_id = $2::text and k.input_hash = $3::text`;
