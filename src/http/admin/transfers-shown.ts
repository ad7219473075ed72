import type { TransferShown } from '#src/contract/points.ts';
import { listBalancesAfter } from '#src/core/ledger/list-balances-after.ts';
import { listTransfers } from '#src/core/ledger/list-transfers.ts';
import type { Reader } from '#src/db/client.ts';
import type { MemberId, TransferId } from '#src/lib/id.ts';

const PAGE = 20;

/** A page of a member's transfers, the newest first, each with the balance right after it. */
export async function listTransfersShown(
  db: Reader,
  asked: { memberId: MemberId; before: TransferId | undefined; currency: string | undefined },
): Promise<{ transfers: TransferShown[]; more: boolean }> {
  const { memberId, before, currency } = asked;
  const rows = await listTransfers(db, memberId, {
    limit: PAGE + 1,
    ...(before && { before }),
    ...(currency && { currency }),
  });
  const page = rows.slice(0, PAGE);
  const balances = await listBalancesAfter(db, {
    memberId,
    transferIds: page.map((each) => each.transferId),
  });
  return {
    transfers: page.map(({ transferId, amount, occurredAt, kind, receiptId, reverses, currency: of }) => {
      const after = balances.get(transferId);
      return {
        transferId,
        currency: of,
        kind,
        amount: Number(amount),
        occurredAt: occurredAt.toISOString(),
        balanceAfter: after === undefined ? null : Number(after),
        receiptId,
        reverses,
      };
    }),
    more: rows.length > PAGE,
  };
}
