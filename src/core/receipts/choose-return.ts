// Which goods come back, and what of the receipt's money they were. Pure.
import { Refusal } from '../refusal.ts';
import { spreadPoints } from '../rules/spread-points.ts';
import type { Returnable } from './read-returnable.ts';
import { type Returned, share } from './returned-share.ts';

/** Everything that is left; lines with the quantity that comes back; or a sum, of a receipt that has no lines. */
export type ReturnedWhat =
  | 'all'
  | { lines: { lineNo: number; quantityMilli: number }[] }
  | { amountMinor: number };

/** What of a receipt a return is about, also of one that is not booked yet. */
export interface Returning {
  receipt: Pick<Returnable['receipt'], 'state' | 'amountMinor' | 'discountMinor' | 'returnedMinor'>;
  lines: Pick<
    Returnable['lines'][number],
    'lineNo' | 'quantityMilli' | 'amountMinor' | 'ourDiscountMinor' | 'returnedMilli' | 'excluded'
  >[];
}

export interface ChosenReturn {
  /** What comes back now. */
  lines: { lineNo: number; quantityMilli: bigint; amountMinor: bigint }[];
  amountMinor: bigint;
  before: Returned;
  after: Returned;
  /** Nothing is left after it. */
  whole: boolean;
}

/** Throws Refusal `already_returned`, `line_not_found`, `return_above_bought`, `amount_not_valid`. */
export function chooseReturn({ receipt, lines }: Returning, what: ReturnedWhat): ChosenReturn {
  if (receipt.state === 'returned' || receipt.state === 'cancelled') throw new Refusal('already_returned');
  const paid = paidForLines({ receipt, lines });
  const listed = [...paid.values()].reduce((sum, each) => sum + each, 0n);
  const beyond = receipt.amountMinor - listed;
  const backBefore = new Map(lines.map((line) => [line.lineNo, line.returnedMilli]));
  const backAfter = new Map(backBefore);
  const moneyOfLine = ({ lineNo, quantityMilli }: Line, back: ReadonlyMap<number, bigint>) =>
    share(paid.get(lineNo) ?? 0n, { bought: quantityMilli, back: back.get(lineNo) ?? 0n });
  const moneyOf = (back: ReadonlyMap<number, bigint>, some = lines) =>
    some.reduce((sum, line) => sum + moneyOfLine(line, back), 0n);
  const kept = lines.filter((line) => line.excluded);
  const keptMinor = kept.reduce((sum, line) => sum + (paid.get(line.lineNo) ?? 0n), 0n);
  let beyondAfter = receipt.returnedMinor - moneyOf(backBefore);
  const beyondBefore = beyondAfter;

  if (what === 'all') {
    for (const line of lines) backAfter.set(line.lineNo, line.quantityMilli);
    beyondAfter = beyond;
  } else if ('lines' in what) {
    for (const { lineNo, quantityMilli } of what.lines) {
      const line = lines.find((each) => each.lineNo === lineNo);
      if (!line) throw new Refusal('line_not_found', { lineNo });
      const left = line.quantityMilli - (backAfter.get(lineNo) ?? 0n);
      if (quantityMilli <= 0 || BigInt(quantityMilli) > left)
        throw new Refusal('return_above_bought', { lineNo, left: Number(left) });
      backAfter.set(lineNo, (backAfter.get(lineNo) ?? 0n) + BigInt(quantityMilli));
    }
  } else {
    beyondAfter += BigInt(what.amountMinor);
    if (what.amountMinor <= 0 || beyondAfter > beyond) throw new Refusal('amount_not_valid');
  }

  const moneyAfter = moneyOf(backAfter) + beyondAfter;
  const whole =
    moneyAfter === receipt.amountMinor &&
    lines.every((line) => backAfter.get(line.lineNo) === line.quantityMilli);
  const state = (back: ReadonlyMap<number, bigint>, beyondBack: bigint, moneyBack: bigint): Returned => ({
    lines: new Map([
      ...lines.map(
        (line) => [line.lineNo, { bought: line.quantityMilli, back: back.get(line.lineNo) ?? 0n }] as const,
      ),
      [0, { bought: beyond, back: beyondBack }] as const,
    ]),
    money: { bought: receipt.amountMinor, back: moneyBack },
    payable: { bought: receipt.amountMinor - keptMinor, back: moneyBack - moneyOf(back, kept) },
  });
  const chosen = lines.flatMap((line) => {
    const quantityMilli = (backAfter.get(line.lineNo) ?? 0n) - (backBefore.get(line.lineNo) ?? 0n);
    const amountMinor = moneyOfLine(line, backAfter) - moneyOfLine(line, backBefore);
    return quantityMilli > 0n ? [{ lineNo: line.lineNo, quantityMilli, amountMinor }] : [];
  });
  return {
    lines: chosen,
    amountMinor: moneyAfter - receipt.returnedMinor,
    before: state(backBefore, beyondBefore, receipt.returnedMinor),
    after: state(backAfter, beyondAfter, moneyAfter),
    whole,
  };
}

type Line = Returning['lines'][number];

/** What was paid for each line: where a till has taken something off the whole receipt, its share; less our discounts. */
function paidForLines({ receipt, lines }: Returning): Map<number, bigint> {
  const before = Number(receipt.amountMinor + receipt.discountMinor);
  const told = lines.map((line) => Number(line.amountMinor));
  const listed = told.reduce((sum, each) => sum + each, 0);
  const asked = listed > before ? spreadPoints(before, told) : told;
  return new Map(
    lines.map((line, place) => [line.lineNo, BigInt(asked[place] ?? 0) - line.ourDiscountMinor]),
  );
}
