// What conditions are asked about, worked out once for a receipt or another trigger. Lines that the law excludes are
// not among the facts at all, so that no condition and no effect can reward them.
import { dayOf, minuteOf, toLocal, weekdayOf } from '#src/lib/zoned.ts';
import type { Basket, BasketLine, MemberFacts } from './basket.ts';

export interface Facts {
  member: MemberFacts;
  /** Milliseconds. */
  at: number;
  /** Of the store. */
  timeZone: string;
  /** By the store's clock: days since 1970, 1 Monday to 7 Sunday, minutes since midnight. */
  day: number;
  weekday: number;
  minute: number;
  storeId: string;
  tillId: string | null;
  /** Lines that may count, with their sum and pieces. */
  lines: BasketLine[];
  amountMinor: number;
  quantityMilli: number;
  eventName: string | null;
}

/** Facts of a receipt. */
export function receiptFacts(basket: Basket, member: MemberFacts): Facts {
  let amountMinor = 0;
  let quantityMilli = 0;
  let excluded = 0;
  for (const line of basket.lines) {
    if (line.excluded) excluded++;
    else {
      amountMinor += line.amountMinor;
      quantityMilli += line.quantityMilli;
    }
  }
  const at = basket.occurredAt;
  const local = toLocal(at, basket.timeZone);
  const day = dayOf(local);
  return {
    member,
    at,
    timeZone: basket.timeZone,
    day,
    weekday: weekdayOf(day),
    minute: minuteOf(local),
    storeId: basket.storeId,
    tillId: basket.tillId,
    lines: excluded === 0 ? basket.lines : basket.lines.filter((line) => !line.excluded),
    amountMinor,
    quantityMilli,
    eventName: null,
  };
}

/** Facts where there is no receipt. */
export function triggerFacts({
  member,
  at,
  timeZone,
  eventName,
}: {
  member: MemberFacts;
  at: number;
  timeZone: string;
  eventName: string | null;
}): Facts {
  const local = toLocal(at, timeZone);
  const day = dayOf(local);
  return {
    member,
    at,
    timeZone,
    day,
    weekday: weekdayOf(day),
    minute: minuteOf(local),
    storeId: '',
    tillId: null,
    lines: [],
    amountMinor: 0,
    quantityMilli: 0,
    eventName,
  };
}
