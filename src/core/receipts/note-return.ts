// What a return leaves behind besides points: the receipt's state, what has come back of its lines, the member's standing
// and what budgets have again.
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { runTextIn } from '#src/db/run-text.ts';
import { receipt, receiptLine } from '#src/db/schema/receipts.ts';
import type { MemberId, RuleId } from '#src/lib/id.ts';
import { type TakeOff, takeOffStanding } from '../members/take-off-standing.ts';
import { giveBackBudgets } from '../rules/give-back-budgets.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { budgetsBack } from './budgets-back.ts';
import type { ChosenReturn } from './choose-return.ts';
import { earnedDue } from './earned-due.ts';
import { findLastReceipt, findUses, type RunText } from './find-uses.ts';
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
  const { holder } = returnable;
  const due = earnedDue(returnable, chosen);
  const rules = rulesBack(returnable, { whole: chosen.whole, byRule: due.byRule });
  await takeOffStanding(tx, {
    memberId: holder,
    amountMinor: chosen.amountMinor,
    counts: tierBasis === 'spend' ? chosen.amountMinor : due.own,
    day,
    points: reversed.byCurrency,
    rules,
    undone: chosen.whole ? await whatIsLeft(tx, { holder, occurredAt, rules }) : null,
  });
  await giveBackBudgets(tx, budgetsBack(returnable, { chosen, byRule: reversed.byRule }), recordedAt);
}

/** What the receipts that are left, this one no longer among them, say of the last purchase and of the last use of `rules`. */
async function whatIsLeft(
  tx: Tx,
  { holder, occurredAt, rules }: { holder: MemberId; occurredAt: Date; rules: ReadonlyMap<RuleId, unknown> },
): Promise<TakeOff['undone']> {
  const run: RunText = (text, values) => runTextIn(tx, text, values);
  const ruleIds = [...rules.keys()];
  const uses = await findUses(
    run,
    ruleIds.map((ruleId) => ({ memberId: holder, ruleId, at: null })),
  );
  const lastUses = new Map<RuleId, number>();
  for (const [place, ruleId] of ruleIds.entries()) {
    const last = uses[place]?.before;
    if (last) lastUses.set(ruleId, last.getTime());
  }
  return { at: occurredAt, lastReceiptAt: await findLastReceipt(run, holder), lastUses };
}
