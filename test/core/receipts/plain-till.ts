// What a receipt comes to by the plainest arithmetic: discounts, what points pay, and what each line earns. The rules of
// books-model.test.ts, told a second time.

export const CURRENCIES = ['points', 'stars'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** The rules that give something, the first of them first. */
const GIVERS = ['base', 'bread', 'cheese'] as const;
export type Giver = (typeof GIVERS)[number];
const GIVES: Record<Giver, Currency> = { base: 'points', bread: 'points', cheese: 'stars' };

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
  earned: Record<Giver, number>;
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
    earned: { base: 0, bread: 0, cheese: 0 },
  }));
  const payableMinor = sum(lines.map(({ kind, paidMinor }) => (kind === 'Тютюн' ? 0 : paidMinor)));
  return { lines, discountMinor: Math.min(listed, sumMinor) - sum(paid), payableMinor };
}

/** Something that lets no more than `left` through. */
export interface Bound {
  kind: 'receipt' | 'day' | 'ruleReceipt' | 'ruleDay' | 'budget';
  limit: number;
  left: number;
}

interface Cut {
  kind: Bound['kind'];
  limit: number;
  wanted: number;
  given: number;
}

/** What a till is told of what did not come: of a currency by its caps, of the rule by its own, and why it gave nothing. */
export interface NotGiven {
  trimmed: Partial<Record<Currency, Cut>>;
  cut: Cut[];
  refused: ('budget' | 'cap')[];
}

/**
 * 5 % of what is paid with money in points, three more for each piece of bread that costs money, and two stars for each 30,00
 * of cheese. What bread brings has bounds of its own; then those of the currency take from what was given last.
 */
export function earn(slip: Slip, burn: number, bounds: Record<Currency | 'bread', Bound[]>): NotGiven {
  const counted = slip.lines.map(({ kind, paidMinor }) => (kind === 'Тютюн' ? 0 : paidMinor));
  const byPoints = spread(burn * 100, counted);
  const money = counted.map((each, place) => each - at(byPoints, place));
  const cheese = slip.lines.map(({ kind }, place) => (kind === 'Сир' ? at(money, place) : 0));
  const loaves = slip.lines.map(({ kind, pieces }, place) =>
    kind === 'Хліб' && at(money, place) > 0 ? pieces : 0,
  );
  const told: NotGiven = { trimmed: {}, cut: [], refused: [] };
  const given: Record<Giver, number[]> = {
    base: spread(Math.floor(sum(money) / 2_000), money),
    bread: spread(breadBrings(), loaves),
    cheese: spread(2 * Math.floor(sum(cheese) / 3_000), cheese),
  };
  for (const currency of CURRENCIES) trim(currency);
  for (const [place, { earned }] of slip.lines.entries())
    for (const giver of GIVERS) earned[giver] = at(given[giver], place);
  return told;

  function breadBrings(): number {
    const isSpent = (kind: Bound['kind']) =>
      bounds.bread.some((each) => each.kind === kind && each.left === 0);
    const why = isSpent('budget') ? 'budget' : isSpent('ruleDay') ? 'cap' : null;
    if (why !== null) {
      if (slip.lines.some(({ kind }) => kind === 'Хліб')) told.refused.push(why);
      return 0;
    }
    const wanted = 3 * sum(loaves);
    const { kind, limit, left } = tightest(bounds.bread);
    if (wanted > left) told.cut.push({ kind, limit, wanted, given: left });
    return Math.min(wanted, left);
  }

  function trim(currency: Currency): void {
    const givers = giversOf(currency);
    const wanted = sum(givers.map((giver) => sum(given[giver])));
    const { kind, limit, left } = tightest(bounds[currency]);
    if (wanted <= left) return;
    told.trimmed[currency] = { kind, limit, wanted, given: left };
    let over = wanted - left;
    for (const giver of givers.toReversed()) {
      const lost = Math.min(over, sum(given[giver]));
      if (lost === 0) continue;
      over -= lost;
      // A cap takes from every line alike, and of two that took only the last is told.
      given[giver] = spread(sum(given[giver]) - lost, given[giver]);
      if (giver === 'bread') told.cut = [];
    }
  }
}

export function earnedOf(slip: Slip, currency: Currency): number {
  return sum(slip.lines.flatMap(({ earned }) => giversOf(currency).map((giver) => earned[giver])));
}

export function giversOf(currency: Currency): Giver[] {
  return GIVERS.filter((giver) => GIVES[giver] === currency);
}

/** The first of those that leave least. */
function tightest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((least, each) => (each.left < least.left ? each : least));
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
