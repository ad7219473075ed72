// The points of a return. What was burnt is given back first, so that it can pay for what is taken back.
import type { Tx } from '#src/db/client.ts';
import type { ReturnId, RuleId } from '#src/lib/id.ts';
import { listLotUses } from '../ledger/list-lot-uses.ts';
import type { ReceiptTransfer } from '../ledger/list-receipt-transfers.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import type { Part } from '../rules/basket.ts';
import { expiresAt } from '../stores/currency-expiry.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { ChosenReturn } from './choose-return.ts';
import type { Returnable } from './read-returnable.ts';
import { lotsBack, pointsBack, share } from './returned-share.ts';

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
  const { transfers } = input.returnable;
  const reversed: ReversedPoints = { takenBack: 0n, givenBack: 0n, byCurrency: new Map(), byRule: new Map() };
  const due = transfers.map((transfer) => ({ transfer, ...dueOf(transfer, input.chosen) }));
  for (const each of due) if (each.to < each.from) await giveBack(tx, each, input, reversed);
  for (const each of due) if (each.to > each.from) await takeBack(tx, each, input, reversed);
  return reversed;
}

/** What of a transfer belongs to what had come back before and has come back now, of the sign of its points. */
interface Due {
  transfer: ReceiptTransfer;
  from: bigint;
  to: bigint;
  byRule: (readonly [RuleId, bigint])[];
}

/** Points go with their lines, a burn with the goods that points could pay, what says nothing of lines with the money. */
function dueOf(transfer: ReceiptTransfer, { before, after, whole }: ChosenReturn): Omit<Due, 'transfer'> {
  if (transfer.kind === 'burn') return { ...burnBack(transfer, { after, whole }), byRule: [] };
  const parts = partsOf(transfer);
  if (parts.length === 0) {
    const by = (state: ChosenReturn['after']) => share(transfer.amount, state.money);
    return { from: by(before), to: by(after), byRule: [] };
  }
  const [was, is] = [pointsBack(parts, before), pointsBack(parts, after)];
  const byRule = is.map(([ruleId, points], place) => [ruleId, points - (was[place]?.[1] ?? 0n)] as const);
  return { from: sum(was), to: sum(is), byRule };
}

/** Counted from what was given back in fact: earlier returns may have gone by the share of all money. */
function burnBack(
  { amount, reversed: from }: ReceiptTransfer,
  { after, whole }: Pick<ChosenReturn, 'after' | 'whole'>,
): Pick<Due, 'from' | 'to'> {
  const { payable, money } = after;
  const due = whole ? amount : -share(-amount, payable.bought > 0n ? payable : money);
  return { from, to: due < from ? due : from };
}

/** Burnt points and the stamps of a free piece, as the lots that they were taken from; what no lot gave, as new ones. */
async function giveBack(
  tx: Tx,
  { transfer, from, to }: Due,
  { returnable, returnId, at, known }: ReversePoints,
  reversed: ReversedPoints,
): Promise<void> {
  const amount = from - to;
  const drawn = transfer.amount < 0n ? await listLotUses(tx, transfer) : [];
  const lots = lotsBack(drawn, { from: from < 0n ? -from : 0n, to: to < 0n ? -to : 0n });
  const rest = amount - lots.reduce((all, lot) => all + lot.amount, 0n);
  const currency = known.currencies.find((each) => each.currency === transfer.currency);
  const end = currency ? expiresAt(currency, at, known.programme.timeZone) : null;
  await postTransfer(tx, {
    ...reversal(transfer, { returnable, returnId, at }),
    amount,
    account: 'burnt',
    lots: [...lots, ...(rest > 0n ? [{ amount: rest, expiresAt: end }] : [])].map((lot) => ({
      ...lot,
      activeAt: at,
    })),
  });
  if (transfer.currency === 'points') reversed.givenBack += amount;
}

/** Earned points. What has expired unused is gone already and is not taken twice. */
async function takeBack(
  tx: Tx,
  { transfer, from, to, byRule }: Due,
  { returnable, returnId, at }: ReversePoints,
  reversed: ReversedPoints,
): Promise<void> {
  const wanted = to - from;
  const left = transfer.amount - transfer.expired - transfer.reversed;
  const amount = transfer.amount > 0n && left < wanted ? left : wanted;
  if (amount <= 0n) return;
  await postTransfer(tx, {
    ...reversal(transfer, { returnable, returnId, at }),
    amount: -amount,
    account: 'issued',
    lotIds: transfer.lotIds,
    canOwe: true,
  });
  if (transfer.currency === 'points') reversed.takenBack += amount;
  reversed.byCurrency.set(transfer.currency, (reversed.byCurrency.get(transfer.currency) ?? 0n) + amount);
  for (const [ruleId, points] of byRule)
    reversed.byRule.set(ruleId, (reversed.byRule.get(ruleId) ?? 0n) + points);
}

function reversal(
  transfer: ReceiptTransfer,
  { returnable, returnId, at }: Pick<ReversePoints, 'returnable' | 'returnId' | 'at'>,
) {
  return {
    memberId: returnable.holder,
    currency: transfer.currency,
    kind: 'reverse' as const,
    key: `return:${returnId}:${transfer.transferId}`,
    reverses: transfer.transferId,
    receiptId: returnable.receipt.receiptId,
    reason: { returnId },
    occurredAt: at,
    recordedAt: at,
  };
}

function partsOf({ reason }: ReceiptTransfer): Part[] {
  return (reason as { parts?: Part[] }).parts ?? [];
}

function sum(byRule: readonly (readonly [RuleId, bigint])[]): bigint {
  return byRule.reduce((whole, [, points]) => whole + points, 0n);
}
