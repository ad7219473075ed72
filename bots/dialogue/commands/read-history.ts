// Receipts, returns and every other movement of points as one list, newest first. Receipts and returns tell their own
// points, so their transfers are left out.
import { listTransfers, type TransferRow } from '#src/core/ledger/list-transfers.ts';
import { listReceipts } from '#src/core/receipts/list-receipts.ts';
import { listReturns } from '#src/core/receipts/list-returns.ts';
import type { Tx } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';
import type { Outcome } from '../command.ts';
import type { HistoryAsk, HistoryLine } from '../history-line.ts';
import { type Doing, speaker } from './doing.ts';

export const HISTORY_PAGE = 7;
const BATCH = 40;
/** Enough for anybody; bounds what one press of a button may read. */
const MOST_BATCHES = 25;

export async function readHistory(
  doing: Doing,
  { before, ask = null }: { before?: number; ask?: HistoryAsk | null },
): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const end = before === undefined ? undefined : new Date(before);
  const page = { limit: HISTORY_PAGE + 1, ...(end ? { before: end } : {}) };
  const receipts = await listReceipts(doing.tx, memberId, page);
  const returns = receipts.length > 0 || end ? await listReturns(doing.tx, memberId, page) : [];
  const transfers = await otherTransfers(doing.tx, memberId, end);
  const all: HistoryLine[] = [
    ...receipts.map((receipt) => ({ line: 'receipt' as const, receipt, at: receipt.occurredAt })),
    ...returns.map((returned) => ({ line: 'return' as const, returned, at: returned.occurredAt })),
    ...transfers.map((transfer) => ({ line: 'transfer' as const, transfer, at: transfer.occurredAt })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  const lines = all.slice(0, HISTORY_PAGE);
  const last = lines.at(-1);
  return {
    kind: 'did',
    did: 'readHistory',
    lines,
    more: all.length > HISTORY_PAGE && last ? last.at.getTime() : null,
    before: before ?? null,
    ask,
  };
}

async function otherTransfers(tx: Tx, memberId: MemberId, end: Date | undefined): Promise<TransferRow[]> {
  const found: TransferRow[] = [];
  let before: TransferId | undefined;
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const rows = await listTransfers(tx, memberId, { limit: BATCH, ...(before ? { before } : {}) });
    found.push(...rows.filter((row) => row.receiptId === null && (!end || row.occurredAt < end)));
    before = rows.at(-1)?.transferId;
    if (found.length > HISTORY_PAGE || rows.length < BATCH) break;
  }
  return found.slice(0, HISTORY_PAGE + 1);
}
