// What a receipt comes to by the plainest arithmetic: discounts, what points pay, and what each line earns. The rules of
// books-model.test.ts, told a second time.

export const CURRENCIES = ['points', 'stars'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** What is asked for goods, after what the till has taken off them. `null`: a sum that stands for no line. */
export interface Asked {
  kind: 'Хліб' | 'Сир' | 'Тютюн' | null;
  pieces: number;
  amountMinor: number;
}

export interface SlipLine extends Asked {
  /** What can come back: pieces, or money of a sum without goods. */
  units: number;
  /** What was paid with money and points. */
  paidMinor: number;
  earned: Record<Currency, number>;
}

export interface Slip {
  lines: SlipLine[];
  discountMinor: number;
  /** What of it points could pay. */
  payableMinor: number;
}

/** 10 % off cheese, and 5,00 off everything where there is bread. Tobacco costs what it costs. */
export function price(asked: readonly Asked[], sumMinor: number): Slip {
  const listed = sum(asked.map((each) => each.amountMinor));
  const paid = listed > sumMinor ? spread(sumMinor, of(asked)) : of(asked);
  for (const [place, { kind }] of asked.entries())
    if (kind === 'Сир') paid[place] = at(paid, place) - Math.round(at(paid, place) / 10);
  if (asked.some(({ kind }) => kind === 'Хліб')) {
    const counted = asked.map(({ kind }, place) => (kind === 'Тютюн' ? 0 : at(paid, place)));
    const off = spread(Math.min(500, sum(counted)), counted);
    for (const place of paid.keys()) paid[place] = at(paid, place) - at(off, place);
  }
  const lines = asked.map((each, place) => ({
    ...each,
    units: each.kind === null ? at(paid, place) : each.pieces,
    paidMinor: at(paid, place),
    earned: { points: 0, stars: 0 },
  }));
  const payableMinor = sum(lines.map(({ kind, paidMinor }) => (kind === 'Тютюн' ? 0 : paidMinor)));
  return { lines, discountMinor: Math.min(listed, sumMinor) - sum(paid), payableMinor };
}

/** 5 % of what is paid with money in points, and two stars for each 30,00 of cheese; `most` is what caps leave of them. */
export function earn(slip: Slip, burn: number, most: Record<Currency, number>): void {
  const counted = slip.lines.map(({ kind, paidMinor }) => (kind === 'Тютюн' ? 0 : paidMinor));
  const byPoints = spread(burn * 100, counted);
  const money = counted.map((each, place) => each - at(byPoints, place));
  const cheese = slip.lines.map(({ kind }, place) => (kind === 'Сир' ? at(money, place) : 0));
  give('points', Math.floor(sum(money) / 2_000), money);
  give('stars', 2 * Math.floor(sum(cheese) / 3_000), cheese);

  function give(currency: Currency, points: number, weights: number[]): void {
    const wanted = spread(points, weights);
    // A cap takes from every line alike.
    const given = points > most[currency] ? spread(most[currency], wanted) : wanted;
    for (const [place, line] of slip.lines.entries()) line.earned[currency] = at(given, place);
  }
}

/** A whole by weights: to each the full units of its share, and one more to those who miss most, the first of them first. */
export function spread(whole: number, weights: readonly number[]): number[] {
  const all = sum(weights);
  if (all === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((whole * weight) / all));
  const missing = weights.map((weight, place) => whole * weight - at(parts, place) * all);
  for (let left = whole - sum(parts); left > 0; left--) {
    const place = missing.indexOf(Math.max(...missing));
    parts[place] = at(parts, place) + 1;
    missing[place] = -1;
  }
  return parts;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

const of = (asked: readonly Asked[]) => asked.map((each) => each.amountMinor);
const at = (numbers: readonly number[], place: number) => numbers[place] ?? 0;
