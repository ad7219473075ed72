// Receipts, returns and every other movement of points as one list, newest first. Receipts and returns tell their own
// points, so their transfers are left out.
import { listOwnTransfers } from '#src/core/ledger/list-own-transfers.ts';
import { listPointsBack } from '#src/core/receipts/list-points-back.ts';
import { listReceipts } from '#src/core/receipts/list-receipts.ts';
import { listReturns } from '#src/core/receipts/list-returns.ts';
import type { Outcome } from '../command.ts';
import type { HistoryAsk, HistoryLine } from '../history-line.ts';
import { readPlace, writePlace } from '../history-place.ts';
import { type Doing, speaker } from './doing.ts';

export const HISTORY_PAGE = 7;

export async function readHistory(
  doing: Doing,
  { before, ask = null }: { before?: string; ask?: HistoryAsk | null },
): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { view } = doing;
  const page = { limit: HISTORY_PAGE + 1, before: before === undefined ? undefined : readPlace(before) };
  const receipts = await listReceipts(doing.tx, memberId, page);
  const returns = receipts.length > 0 || page.before ? await listReturns(doing.tx, memberId, page) : [];
  const back = await listPointsBack(
    doing.tx,
    view.currencies.length > 1 ? returns.map((returned) => ({ ...returned, memberId })) : [],
  );
  const transfers = await listOwnTransfers(doing.tx, memberId, page);
  const all: HistoryLine[] = [
    ...receipts.map((receipt) => ({ line: 'receipt' as const, receipt, at: receipt.occurredAt })),
    ...returns.map((returned) => ({
      line: 'return' as const,
      returned,
      back: back.get(returned.returnId) ?? [],
      at: returned.occurredAt,
    })),
    ...transfers.map((transfer) => ({ line: 'transfer' as const, transfer, at: transfer.occurredAt })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime() || (idOf(b) > idOf(a) ? 1 : -1));
  const lines = all.slice(0, HISTORY_PAGE);
  const last = lines.at(-1);
  return {
    kind: 'did',
    did: 'readHistory',
    lines,
    more: all.length > HISTORY_PAGE && last ? writePlace({ at: last.at, id: idOf(last) }) : null,
    before: before ?? null,
    ask,
  };
}

/** As the lists order them, too. */
function idOf(line: HistoryLine): string {
  switch (line.line) {
    case 'receipt':
      return line.receipt.receiptId;
    case 'return':
      return line.returned.returnId;
    case 'transfer':
      return line.transfer.transferId;
  }
}
