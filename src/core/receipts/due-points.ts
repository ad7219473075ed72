// What of a receipt's points is due with a return. Pure.
import type { RuleId } from '#src/lib/id.ts';
import type { ReceiptTransfer } from '../ledger/list-receipt-transfers.ts';
import type { Part } from '../rules/basket.ts';
import type { ChosenReturn } from './choose-return.ts';
import { type NettedAward, nettedAwardsOf } from './netted-awards.ts';
import type { Returnable } from './read-returnable.ts';
import { pointsBack, share } from './returned-share.ts';

export interface Due {
  currency: string;
  /** Null where a gain and a loss were equal, so that nothing was booked. */
  transfer: ReceiptTransfer | null;
  /** Earned points that are taken back, and burnt ones or stamps of a free piece that are given back; neither below 0. */
  gained: bigint;
  lost: bigint;
  byRule: (readonly [RuleId, bigint])[];
}

export function duePoints(
  { receipt, transfers }: Pick<Returnable, 'receipt' | 'transfers'>,
  chosen: ChosenReturn,
): Due[] {
  return [
    ...transfers.map((transfer) => dueOfTransfer(transfer, chosen)),
    ...nettedAwardsOf(receipt.told).map((award) => dueOfNetted(award, chosen)),
  ];
}

/** Points go with their lines, a burn with the goods that points could pay, what says nothing of lines with the money. */
function dueOfTransfer(transfer: ReceiptTransfer, chosen: ChosenReturn): Due {
  const { currency, kind, amount, expired, reversed } = transfer;
  const named = { currency, transfer };
  if (kind === 'burn') return { ...named, gained: 0n, lost: burnBack(transfer, chosen), byRule: [] };
  const parts = (transfer.reason as { parts?: Part[] }).parts ?? [];
  const { bought, gainedBy, lostBefore, lost, byRule } = dueOfParts(parts, chosen);
  const isTold = parts.length > 0;
  const due = isTold ? gainedBy : share(amount, chosen.after.money);
  // What has expired unused is gone already and is not taken twice. What was lost did not come out of this gain alone.
  const left = (isTold ? bought : amount) - expired;
  const gained = notBelow0((due < left ? due : left) - (reversed + lostBefore));
  return { ...named, gained, lost, byRule };
}

function dueOfNetted({ currency, parts }: NettedAward, chosen: ChosenReturn): Due {
  const { gainedBy, gainedBefore, lost, byRule } = dueOfParts(parts, chosen);
  return { currency, transfer: null, gained: gainedBy - gainedBefore, lost, byRule };
}

/** One transfer may be of stamps that were gained and of stamps that a free piece took: each goes by its own lines. */
function dueOfParts(parts: NettedAward['parts'], { before, after }: ChosenReturn) {
  const gains = parts.filter((part) => part.points > 0);
  const losses = parts.filter((part) => part.points < 0);
  const [was, is] = [pointsBack(gains, before), pointsBack(gains, after)];
  const lostBefore = -sum(pointsBack(losses, before));
  return {
    bought: BigInt(gains.reduce((all, part) => all + part.points, 0)),
    gainedBefore: sum(was),
    gainedBy: sum(is),
    lostBefore,
    lost: -sum(pointsBack(losses, after)) - lostBefore,
    byRule: is.map(([ruleId, points], place) => [ruleId, points - (was[place]?.[1] ?? 0n)] as const),
  };
}

/** Counted from what was given back in fact: earlier returns may have gone by the share of all money. */
function burnBack({ amount, reversed }: ReceiptTransfer, { after, whole }: ChosenReturn): bigint {
  const { payable, money } = after;
  const due = whole ? -amount : share(-amount, payable.bought > 0n ? payable : money);
  return notBelow0(due + reversed);
}

function notBelow0(points: bigint): bigint {
  return points > 0n ? points : 0n;
}

function sum(byRule: readonly (readonly [RuleId, bigint])[]): bigint {
  return byRule.reduce((whole, [, points]) => whole + points, 0n);
}
