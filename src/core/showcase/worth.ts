// What an offer may be worth to somebody who has not told what they buy: good enough to sort by, never shown.
import type { Effect } from '../rules/rule.ts';

export interface Typical {
  /** What the member usually pays, in minor units. */
  receiptMinor: number;
  pointValueMinor: number;
  /** Basis points of what was paid that come back as points anyway. */
  earnBp: number;
}

/** A gift and what is said have no price that we know: they stand before offers of a few coins. */
const GIFT_MINOR = 30_00;
/** Of a receipt that some goods are usually. */
const SOME_GOODS = 0.3;
const MOST_TYPICAL_MINOR = 10_000_00;
const UNKNOWN_MINOR = 300_00;

/** In minor units, rounded. */
export function guessWorth(effects: readonly Effect[], typical: Typical): number {
  return Math.round(effects.reduce((sum, effect) => sum + worthOf(effect, typical), 0));
}

/** What a member of so many receipts for so much usually pays. */
export function typicalReceipt(turnoverMinor: number, receipts: number): number {
  if (receipts <= 0 || turnoverMinor <= 0) return UNKNOWN_MINOR;
  return Math.min(MOST_TYPICAL_MINOR, Math.round(turnoverMinor / receipts));
}

function worthOf(effect: Effect, { receiptMinor, pointValueMinor, earnBp }: Typical): number {
  const some = 'where' in effect && effect.where ? receiptMinor * SOME_GOODS : receiptMinor;
  switch (effect.kind) {
    case 'discountSum':
      return Math.min(effect.amountMinor, some);
    case 'discountShare':
      return (some * effect.shareBp) / 10_000;
    case 'fixed':
    case 'perPiece':
      return effect.points * pointValueMinor;
    case 'per':
      return Math.floor(some / effect.perMinor) * effect.points * pointValueMinor;
    case 'share':
      return (some * (effect.shareBp === 'tier' ? earnBp : effect.shareBp)) / 10_000;
    case 'multiply':
      return (some * earnBp * (effect.times - 100)) / 1_000_000;
    case 'gift':
      return GIFT_MINOR;
    default:
      return 0;
  }
}
