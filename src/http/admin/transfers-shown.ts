import type { TransferShown } from '#src/contract/points.ts';
import { listBalancesAfter } from '#src/core/ledger/list-balances-after.ts';
import { listTransfers, type TransferRow } from '#src/core/ledger/list-transfers.ts';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';

const PAGE = 20;

/** A page of a member's transfers, the newest first, each with the balance right after it. */
export async function listTransfersShown(
  db: Reader,
  asked: {
    memberId: MemberId;
    before: TransferId | undefined;
    currency: string | undefined;
    movesAsOne: boolean;
  },
): Promise<{ transfers: TransferShown[]; more: boolean }> {
  const { memberId, before, currency, movesAsOne } = asked;
  const rows = await listTransfers(db, memberId, {
    limit: PAGE + 1,
    movesAsOne,
    ...(before && { before }),
    ...(currency && { currency }),
  });
  const page = rows.slice(0, PAGE);
  const balances = await listBalancesAfter(db, {
    memberId,
    transferIds: page.map((each) => each.transferId),
  });
  return {
    transfers: page.map((row) => showTransfer(row, balances.get(row.transferId))),
    more: rows.length > PAGE,
  };
}

function showTransfer(row: TransferRow, after: bigint | undefined): TransferShown {
  const { transferId, currency, kind, amount, occurredAt, recordedAt, receiptId, reverses } = row;
  return {
    transferId,
    currency,
    kind,
    amount: Number(amount),
    occurredAt: occurredAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    balanceAfter: after === undefined ? null : Number(after),
    receiptId,
    reverses,
    partner: partnerOf(row),
  };
}

/** As it was called when it moved the points. */
function partnerOf({ reason }: TransferRow): string | null {
  const { by, name } = (reason ?? {}) as { by?: string; name?: string };
  return by?.startsWith('prt_') && name ? name : null;
}
