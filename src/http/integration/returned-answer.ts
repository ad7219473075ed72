import type { z } from 'zod';
import type { returnAnswer } from '#src/contract/receipt-returns.ts';
import type { pointsBack } from '#src/contract/returned-goods.ts';
import { readBalance } from '#src/core/ledger/read-balance.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import type { ReturnedWhat } from '#src/core/receipts/choose-return.ts';
import { listPointsBack, type PointsBack } from '#src/core/receipts/list-points-back.ts';
import type { ReturnedReceipt } from '#src/core/receipts/return-receipt.ts';
import type { takeReturn } from '#src/core/receipts/take-return.ts';
import type { Reader } from '#src/db/client.ts';

/** Exactly one of the three is given: the contract has seen to it. */
export function returnedWhat(told: {
  all?: true | undefined;
  lines?: { lineNo: number; quantityMilli: number }[] | undefined;
  amountMinor?: number | undefined;
}): ReturnedWhat {
  if (told.lines) return { lines: told.lines };
  return told.amountMinor === undefined ? 'all' : { amountMinor: told.amountMinor };
}

/** What came of a return; to another store than the one that sold the goods nothing of whose they are. */
export async function returnedAnswer(
  db: Reader,
  {
    taken,
    at,
    isElsewhere,
  }: { taken: Awaited<ReturnType<typeof takeReturn>>; at: Date; isElsewhere: boolean },
): Promise<z.output<typeof returnAnswer>> {
  if (!('returnId' in taken)) {
    return {
      outcome: 'waiting',
      returnId: null,
      receiptId: null,
      memberId: null,
      amountMinor: null,
      takenBack: 0,
      givenBack: 0,
      pointsBack: [],
      owed: 0,
      balance: null,
    };
  }
  const memberId = await memberNow(db, taken.memberId);
  const booked = {
    outcome: taken.outcome,
    returnId: taken.returnId,
    receiptId: taken.receiptId,
    amountMinor: Number(taken.amountMinor),
    takenBack: Number(taken.takenBack),
    givenBack: Number(taken.givenBack),
    pointsBack: await pointsBackOf(db, { ...taken, memberId }),
  };
  if (isElsewhere) return { ...booked, memberId: null, owed: null, balance: null };
  const { balance } = await readBalance(db, memberId, at);
  return { ...booked, memberId: taken.memberId, owed: Number(taken.owed), balance: Number(balance) };
}

/** What one return has moved, of each currency. `memberId`: whoever has the points now. */
export async function pointsBackOf(
  db: Reader,
  taken: Pick<ReturnedReceipt, 'memberId' | 'receiptId' | 'returnId'>,
): Promise<z.output<typeof pointsBack>> {
  const back = await listPointsBack(db, [taken]);
  return (back.get(taken.returnId) ?? []).map(tellBack);
}

export function tellBack({
  currency,
  takenBack,
  givenBack,
}: PointsBack): z.output<typeof pointsBack>[number] {
  return { currency, takenBack: Number(takenBack), givenBack: Number(givenBack) };
}
