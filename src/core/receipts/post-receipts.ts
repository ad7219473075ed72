// The hot path: the one SQL function that writes receipts.
import type { PendingQuery } from 'postgres';
import type { Sql } from '#src/db/client.ts';
import type { ReceiptId } from '#src/lib/id.ts';
import { toJson } from '../ledger/points.ts';
import type { ReceiptItem } from './receipt-input.ts';

export interface PostedRow {
  no: number;
  outcome: 'accepted' | 'replayed' | 'key_reused' | 'insufficient_points' | 'no_account' | 'busy' | 'again';
  receipt_id: ReceiptId;
  earned: bigint;
  burnt: bigint;
  /** The balance after it; for a refusal what can be burnt. */
  balance: bigint;
}

/** Posts items in one commit of its own. One row for each item, in no order. */
export function postReceipts(sql: Sql, items: ReceiptItem[], recordedAt: Date): PendingQuery<PostedRow[]> {
  return sql<PostedRow[]>`
    select no, outcome, receipt_id, earned, burnt, balance
    from post_receipts(${toJson(items)}::text::jsonb, ${recordedAt}::timestamptz)`;
}
