// The points of a return. What was burnt is given back first, so that it can pay for what is taken back.
import type { Tx } from '#src/db/client.ts';
import type { LotId, ReturnId, RuleId, TransferId } from '#src/lib/id.ts';
import { listLotUses } from '../ledger/list-lot-uses.ts';
import type { ReceiptTransfer } from '../ledger/list-receipt-transfers.ts';
import { postTransfer } from '../ledger/post-transfer.ts';
import type { Part } from '../rules/basket.ts';
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
}

export async function reversePoints(tx: Tx, input: ReversePoints): Promise<ReversedPoints> {
  const { transfers } = input.returnable;
  const reversed: ReversedPoints = { takenBack: 0n, givenBack: 0n, byCurrency: new Map(), byRule: new Map() };
  for (const each of transfers) if (each.amount < 0n) await giveBack(tx, each, input, reversed);
  for (const each of transfers) if (each.amount > 0n) await takeBack(tx, each, input, reversed);
  return reversed;
}

/** Burnt points by the share of the money, stamps of a free piece with that piece. */
async function giveBack(
  tx: Tx,
  loss: ReceiptTransfer,
  { returnable, chosen, returnId, at }: ReversePoints,
  reversed: ReversedPoints,
): Promise<void> {
  const parts = partsOf(loss);
  const backAt = (state: ChosenReturn['after']) =>
    parts.length > 0 ? -sum(pointsBack(parts, state)) : share(-loss.amount, state.money);
  const from = backAt(chosen.before);
  const to = backAt(chosen.after);
  if (to <= from) return;
  const drawn = await listLotUses(tx, loss);
  const lots = lotsBack(drawn, { from, to });
  await postTransfer(tx, {
    memberId: returnable.holder,
    currency: loss.currency,
    kind: 'reverse',
    amount: to - from,
    account: 'burnt',
    key: `return:${returnId}:${loss.transferId}`,
    reverses: loss.transferId,
    receiptId: returnable.receipt.receiptId,
    reason: { returnId },
    occurredAt: at,
    recordedAt: at,
    lots: lots.map((lot) => ({ ...lot, activeAt: at })),
  });
  if (loss.currency === 'points') reversed.givenBack += to - from;
}

/** Earned points with their lines. What has expired unused is gone already and is not taken twice. */
async function takeBack(
  tx: Tx,
  gain: ReceiptTransfer,
  { returnable, chosen, returnId, at }: ReversePoints,
  reversed: ReversedPoints,
): Promise<void> {
  const parts = partsOf(gain);
  const before = pointsBack(parts, chosen.before);
  const byRule = pointsBack(parts, chosen.after).map(
    ([ruleId, points], place) => [ruleId, points - (before[place]?.[1] ?? 0n)] as const,
  );
  const wanted =
    parts.length > 0
      ? sum(byRule)
      : share(gain.amount, chosen.after.money) - share(gain.amount, chosen.before.money);
  const left = gain.amount - gain.expired - gain.reversed;
  const amount = wanted < left ? wanted : left;
  if (amount <= 0n) return;
  await postTransfer(tx, {
    memberId: returnable.holder,
    currency: gain.currency,
    kind: 'reverse',
    amount: -amount,
    account: 'issued',
    key: `return:${returnId}:${gain.transferId}`,
    reverses: gain.transferId,
    receiptId: returnable.receipt.receiptId,
    reason: { returnId },
    occurredAt: at,
    recordedAt: at,
    lotIds: [lotOf(gain.transferId)],
    canOwe: true,
  });
  if (gain.currency === 'points') reversed.takenBack += amount;
  reversed.byCurrency.set(gain.currency, (reversed.byCurrency.get(gain.currency) ?? 0n) + amount);
  for (const [ruleId, points] of byRule)
    reversed.byRule.set(ruleId, (reversed.byRule.get(ruleId) ?? 0n) + points);
}

/** The lot that a receipt's transfer brought. */
function lotOf(transferId: TransferId): LotId {
  return `lot_${transferId.slice(4)}`;
}

function partsOf({ reason }: ReceiptTransfer): Part[] {
  return (reason as { parts?: Part[] }).parts ?? [];
}

function sum(byRule: readonly (readonly [RuleId, bigint])[]): bigint {
  return byRule.reduce((whole, [, points]) => whole + points, 0n);
}
