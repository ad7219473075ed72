import type { MemberId } from '#src/lib/id.ts';
import { Refusal } from '../refusal.ts';
import type { PostedRow } from './post-receipts.ts';
import type { AcceptedReceipt, ReceiptTold } from './receipt-input.ts';
import type { ReceiptItem } from './receipt-item.ts';

const NOTHING_TOLD: ReceiptTold = { awards: [], discounts: [], gifts: [], trimmed: [], notApplied: [] };

/** What a row of post_receipts means for the one who asked. */
export function settledReceipt(row: PostedRow, item: ReceiptItem): AcceptedReceipt | Refusal {
  switch (row.outcome) {
    case 'accepted':
      return {
        outcome: 'accepted',
        receiptId: item.row.receiptId,
        memberId: item.row.memberId,
        earned: BigInt(item.row.earned),
        burnt: item.row.burnt,
        balance: row.balance,
        discountMinor: BigInt(item.row.discountMinor),
        toPayMinor: item.row.amountMinor,
        told: item.told,
        ...(item.explained && { explained: item.explained }),
      };
    case 'replayed':
      return replayed(row, item.row.memberId);
    case 'insufficient_points':
      return new Refusal('insufficient_points', { available: Number(row.balance) });
    case 'key_reused':
      return new Refusal('receipt_differs');
    case 'no_account':
      return new Refusal('member_not_found');
    case 'again':
    case 'busy':
      return new Refusal('too_many_attempts');
  }
}

function replayed(row: PostedRow, memberId: MemberId): AcceptedReceipt {
  return {
    outcome: 'replayed',
    receiptId: row.receipt_id,
    memberId,
    earned: row.earned,
    burnt: row.burnt,
    balance: row.balance,
    discountMinor: row.discount_minor ?? 0n,
    toPayMinor: row.amount_minor ?? 0n,
    told: readTold(row.told),
  };
}

/** What was kept with a receipt; empty for receipts from before anything was. */
export function readTold(stored: unknown): ReceiptTold {
  return { ...NOTHING_TOLD, ...(stored as Partial<ReceiptTold> | null) };
}
