// What a replay counts, receipt by receipt: how much was given, to whom, where and when.
import type { Evaluation } from '../rules/basket.ts';
import type { Given, Share } from './replay-result.ts';

/** Nothing yet. */
export function noneGiven(): Given {
  return { points: {}, discountMinor: 0, gifts: 0, costMinor: 0 };
}

/** What an evaluation gives; stamps that were taken for a free piece are in its discount. */
export function givenBy(evaluation: Evaluation, pointValueMinor: number): Given {
  const given = noneGiven();
  for (const { currency, points } of evaluation.awards) {
    if (points > 0) given.points[currency] = (given.points[currency] ?? 0) + points;
  }
  for (const { amountMinor } of evaluation.discounts) given.discountMinor += amountMinor;
  given.gifts = evaluation.gifts.length;
  given.costMinor = (given.points.points ?? 0) * pointValueMinor + given.discountMinor;
  return given;
}

/** Adds `more` to `sum`, `sign` times. */
export function addGiven(sum: Given, more: Given, sign: 1 | -1 = 1): void {
  for (const currency in more.points) {
    sum.points[currency] = (sum.points[currency] ?? 0) + sign * (more.points[currency] ?? 0);
  }
  sum.discountMinor += sign * more.discountMinor;
  sum.gifts += sign * more.gifts;
  sum.costMinor += sign * more.costMinor;
}

export function isSomething({ costMinor, discountMinor, gifts, points }: Given): boolean {
  if (costMinor !== 0 || discountMinor !== 0 || gifts !== 0) return true;
  for (const currency in points) if (points[currency] !== 0) return true;
  return false;
}

/** Above zero when somebody is better off by it; points of other currencies count as one each. */
export function worth({ costMinor, points, gifts }: Given): number {
  let sum = costMinor + gifts;
  for (const currency in points) if (currency !== 'points') sum += points[currency] ?? 0;
  return sum;
}

/** Shares by a key of a receipt: its tier, store or week. Each member counts once in each. */
export interface Spread {
  places: Map<string | number, Place>;
  /** Members of the part that is counted now. */
  members: number;
}

interface Place {
  share: Share;
  /** One bit a member; empty until the part has somebody here. */
  seen: Uint32Array;
  won: Uint32Array;
}

export function newSpread(): Spread {
  return { places: new Map(), members: 0 };
}

/** Members of the next part have other numbers. */
export function beginPart(spread: Spread, members: number): void {
  spread.members = members;
  for (const place of spread.places.values()) {
    place.seen = newBits(0);
    place.won = newBits(0);
  }
}

export function newBits(count: number): Uint32Array {
  return new Uint32Array((count + 31) >> 5);
}

/** Sets the bit of a number; true when it was not set. */
export function setBit(bits: Uint32Array, number: number): boolean {
  const word = bits[number >> 5] ?? 0;
  const bit = 1 << (number & 31);
  if ((word & bit) !== 0) return false;
  bits[number >> 5] = word | bit;
  return true;
}

export interface Counted {
  member: number;
  touched: boolean;
  /** Null when nothing changes. */
  difference: Given | null;
}

export function addToSpread(spread: Spread, key: string | number, counted: Counted): void {
  let place = spread.places.get(key);
  if (!place) {
    const share = { receipts: 0, touched: 0, members: 0, winners: 0, given: noneGiven() };
    place = { share, seen: newBits(0), won: newBits(0) };
    spread.places.set(key, place);
  }
  if (place.seen.length === 0) {
    place.seen = newBits(spread.members);
    place.won = newBits(spread.members);
  }
  const { share } = place;
  share.receipts++;
  if (setBit(place.seen, counted.member)) share.members++;
  if (counted.touched) share.touched++;
  if (!counted.difference) return;
  addGiven(share.given, counted.difference);
  if (worth(counted.difference) > 0 && setBit(place.won, counted.member)) share.winners++;
}
