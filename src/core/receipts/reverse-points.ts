// The points of a return. What was burnt is given back first, so that it can pay for what is taken back.
import type { Tx } from '#src/db/client.ts';
import type { ReturnId, RuleId } from '#src/lib/id.ts';
import { listLotUses } from '../ledger/list-lot-uses.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import { expiresAt } from '../stores/currency-expiry.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { ChosenReturn } from './choose-return.ts';
import { type Due, duePoints } from './due-points.ts';
import type { Returnable } from './read-returnable.ts';
import { lotsBack } from './returned-share.ts';

export interface ReversedPoints {
  /** Of the first currency. */
  takenBack: bigint;
  givenBack: bigint;
  /** Taken back of each currency, and of each rule: what counters and budgets give back. */
  byCurrency: Map<string, bigint>;
  byRule: Map<RuleId, bigint>;
}

export interface ReversePoints {
  returnable: Returnable;
  chosen: ChosenReturn;
  returnId: ReturnId;
  at: Date;
  known: KnownProgramme;
}

export async function reversePoints(tx: Tx, input: ReversePoints): Promise<ReversedPoints> {
  const reversed: ReversedPoints = { takenBack: 0n, givenBack: 0n, byCurrency: new Map(), byRule: new Map() };
  const due = duePoints(input.returnable, input.chosen);
  for (const each of due) if (each.lost > each.gained) await giveBack(tx, each, input, reversed);
  for (const each of due) if (each.gained > each.lost) await takeBack(tx, each, input, reversed);
  for (const { currency, gained, byRule } of due) {
    if (gained === 0n) continue;
    reversed.byCurrency.set(currency, (reversed.byCurrency.get(currency) ?? 0n) + gained);
    for (const [ruleId, points] of byRule)
      reversed.byRule.set(ruleId, (reversed.byRule.get(ruleId) ?? 0n) + points);
  }
  return reversed;
}

/** Burnt points and the stamps of a free piece, as the lots that they were taken from; what no lot gave, as new ones. */
async function giveBack(tx: Tx, due: Due, input: ReversePoints, reversed: ReversedPoints): Promise<void> {
  const { currency: code, transfer, gained, lost } = due;
  const { at, known } = input;
  const amount = lost - gained;
  const drawn = transfer && transfer.amount < 0n ? await listLotUses(tx, transfer) : [];
  const before = transfer && transfer.reversed < 0n ? -transfer.reversed : 0n;
  const lots = lotsBack(drawn, { from: before, to: before + amount });
  const rest = amount - lots.reduce((all, lot) => all + lot.amount, 0n);
  const currency = known.currencies.find((each) => each.currency === code);
  const end = currency ? expiresAt(currency, at, known.programme.timeZone) : null;
  await postTransfer(tx, {
    ...reversal(due, input),
    amount,
    account: 'burnt',
    lots: [...lots, ...(rest > 0n ? [{ amount: rest, expiresAt: end }] : [])].map((lot) => ({
      ...lot,
      activeAt: at,
    })),
  });
  if (code === 'points') reversed.givenBack += amount;
}

/** Earned points. */
async function takeBack(tx: Tx, due: Due, input: ReversePoints, reversed: ReversedPoints): Promise<void> {
  const amount = due.gained - due.lost;
  await postTransfer(tx, {
    ...reversal(due, input),
    amount: -amount,
    account: 'issued',
    lotIds: due.transfer?.lotIds ?? [],
    canOwe: true,
  });
  if (due.currency === 'points') reversed.takenBack += amount;
}

function reversal({ currency, transfer }: Due, { returnable, returnId, at }: ReversePoints) {
  return {
    memberId: returnable.holder,
    currency,
    kind: 'reverse' as const,
    key: `return:${returnId}:${transfer?.transferId ?? currency}`,
    ...(transfer && { reverses: transfer.transferId }),
    receiptId: returnable.receipt.receiptId,
    reason: { returnId },
    occurredAt: at,
    recordedAt: at,
  };
}
