// What a return leaves behind besides points: the receipt's state, what has come back of its lines, the member's standing
// and what budgets have again.
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { receipt, receiptLine } from '#src/db/schema/receipts.ts';
import { takeOffStanding } from '../members/take-off-standing.ts';
import { giveBackBudgets } from '../rules/give-back-budgets.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { ChosenReturn } from './choose-return.ts';
import { localDay } from './local-day.ts';
import type { Returnable } from './read-returnable.ts';
import type { ReversedPoints } from './reverse-points.ts';
import { rulesBack } from './rules-back.ts';

export interface NoteReturn {
  returnable: Returnable;
  chosen: ChosenReturn;
  cancels: boolean;
  reversed: ReversedPoints;
  known: KnownProgramme;
}

export async function noteReturn(tx: Tx, input: NoteReturn): Promise<void> {
  const { returnable, chosen, cancels, reversed, known } = input;
  const { memberId, receiptId, occurredAt, recordedAt } = returnable.receipt;
  const state = chosen.whole ? (cancels ? 'cancelled' : 'returned') : 'partly_returned';
  await tx
    .update(receipt)
    .set({ state, returnedMinor: sql`${receipt.returnedMinor} + ${chosen.amountMinor}` })
    .where(and(eq(receipt.memberId, memberId), eq(receipt.receiptId, receiptId)));
  for (const { lineNo, quantityMilli } of chosen.lines)
    await tx
      .update(receiptLine)
      .set({ returnedMilli: sql`${receiptLine.returnedMilli} + ${quantityMilli}` })
      .where(
        and(
          eq(receiptLine.memberId, memberId),
          eq(receiptLine.receiptId, receiptId),
          eq(receiptLine.lineNo, lineNo),
        ),
      );
  const { tierBasis, timeZone } = known.programme;
  const day = localDay(occurredAt.getTime(), timeZone);
  await takeOffStanding(tx, {
    memberId: returnable.holder,
    amountMinor: chosen.amountMinor,
    counts: tierBasis === 'spend' ? chosen.amountMinor : reversed.takenBack,
    day,
    points: reversed.byCurrency,
    rules: rulesBack(returnable, { whole: chosen.whole, byRule: reversed.byRule }),
    receipts: chosen.whole ? 1 : 0,
  });
  await giveBackBudgets(tx, reversed.byRule, recordedAt);
}
