// What the history of a member is made of.
import type { TransferRow } from '#src/core/ledger/list-transfers.ts';
import type { PointsBack } from '#src/core/receipts/list-points-back.ts';
import type { ReceiptRow } from '#src/core/receipts/list-receipts.ts';
import type { ReturnRow } from '#src/core/receipts/list-returns.ts';

/** One line of the history, newest first. */
export type HistoryLine =
  | { line: 'receipt'; receipt: ReceiptRow; at: Date }
  | { line: 'return'; returned: ReturnRow; back: readonly PointsBack[]; at: Date }
  | { line: 'transfer'; transfer: TransferRow; at: Date };

/** What one line of the history is chosen for. */
export type HistoryAsk = 'why' | 'open';
