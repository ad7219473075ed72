// The simplest possible books of one member: a purse for each currency, and what was bought with how much of it is back.
import type { RefusalCode } from '#src/core/refusal-codes.ts';
import { dayInKyiv } from './plain-calendar.ts';
import { PlainPurse } from './plain-purse.ts';
import {
  CURRENCIES,
  type Currency,
  type Giver,
  giversOf,
  type Slip,
  type SlipLine,
  sum,
} from './plain-till.ts';

interface Bought {
  id: string;
  at: number;
  slip: Slip;
  burnt: number;
  /** Units of each line that have come back. */
  back: number[];
  state: 'closed' | 'partly_returned' | 'returned' | 'cancelled';
}

/** Everything that is left; units by the number of the line; or money of what stands for no line. */
export type What = 'all' | { lineNo: number; units: number }[] | { amountMinor: number };

/** Points that bread may bring to all members together. */
export interface PlainBudget {
  points: number;
  spent: number;
}

export class PlainBooks {
  purses: Record<Currency, PlainPurse> = { points: new PlainPurse(), stars: new PlainPurse() };
  receipts: Bought[] = [];
  budget: PlainBudget;
  /** What bread brought on the last day on which something was bought. */
  breadToday = { day: '', points: 0 };

  constructor(budget: PlainBudget) {
    this.budget = budget;
  }
  buy(id: string, slip: Slip, { burnt, at }: { burnt: number; at: number }): void {
    this.receipts.push({ id, at, slip, burnt, back: slip.lines.map(() => 0), state: 'closed' });
    const points = sum(slip.lines.map(({ earned }) => earned.bread));
    const day = dayInKyiv(at);
    this.breadToday = { day, points: points + this.breadOn(day) };
    this.budget.spent += points;
  }
  breadOn(day: string): number {
    return this.breadToday.day === day ? this.breadToday.points : 0;
  }
  /** Why a return is refused; null when it is not. */
  refuses({ slip, back, state }: Bought, what: What): RefusalCode | null {
    if (state === 'returned' || state === 'cancelled') return 'already_returned';
    if (what === 'all') return null;
    const after = [...back];
    if (!Array.isArray(what)) {
      const place = slip.lines.findIndex(({ kind }) => kind === null);
      const left = (slip.lines[place]?.units ?? 0) - (back[place] ?? 0);
      return what.amountMinor > left ? 'amount_not_valid' : null;
    }
    for (const { lineNo, units } of what) {
      const line = slip.lines[lineNo - 1];
      if (!line || line.kind === null) return 'line_not_found';
      after[lineNo - 1] = (after[lineNo - 1] ?? 0) + units;
      if ((after[lineNo - 1] ?? 0) > line.units) return 'return_above_bought';
    }
    return null;
  }
  /** As much like it as can still come back; null when nothing can. */
  fitting({ slip, back }: Bought, what: What): What | null {
    const left = slip.lines
      .map(({ kind, units }, place) => ({ kind, lineNo: place + 1, units: units - (back[place] ?? 0) }))
      .filter(({ units }) => units > 0);
    const goods = left.filter(({ kind }) => kind !== null);
    const beyond = left.find(({ kind }) => kind === null);
    if (what === 'all') return what;
    if (!Array.isArray(what))
      return beyond ? { amountMinor: Math.min(what.amountMinor, beyond.units) } : null;
    const chosen = new Set(what.map(({ lineNo }) => goods[lineNo % goods.length]));
    const lines = [...chosen].flatMap((line) => (line ? [line] : []));
    return lines.length === 0
      ? null
      : lines.map(({ lineNo, units }, place) => ({
          lineNo,
          units: Math.min(units, what[place]?.units ?? 1),
        }));
  }
  /** A return: everything by its share of all that has come back by now. Answers what the till is told. */
  bringBack(bought: Bought, what: What, at: number) {
    const { id, slip, burnt, back } = bought;
    const points = this.purses.points;
    const [moneyBefore, owedBefore] = [sum(moneyBack(bought)), points.owed];
    const breadBefore = earnedBack(bought, 'bread');
    for (const [place, { kind, units }] of slip.lines.entries()) {
      if (what === 'all') back[place] = units;
      else if (!Array.isArray(what))
        back[place] = (back[place] ?? 0) + (kind === null ? what.amountMinor : 0);
      else
        for (const each of what) if (each.lineNo === place + 1) back[place] = (back[place] ?? 0) + each.units;
    }
    const whole = slip.lines.every(({ units }, place) => back[place] === units);
    bought.state = whole ? 'returned' : 'partly_returned';
    const money = moneyBack(bought);
    const payableBack = sum(money.filter((_, place) => slip.lines[place]?.kind !== 'Тютюн'));
    const burntDue = whole || burnt === 0 ? burnt : Math.floor((burnt * payableBack) / slip.payableMinor);
    const givenBack = points.giveBack(id, BigInt(burntDue), at);
    const day = dayInKyiv(bought.at);
    const [takenBack = 0n] = CURRENCIES.map((currency) => {
      const due = sum(giversOf(currency).map((giver) => earnedBack(bought, giver)));
      return this.purses[currency].takeBack(id, BigInt(due), { at, day });
    });
    // On its day bread can bring again what came back. The budget has it again unless there was nothing left to take back.
    const bread = earnedBack(bought, 'bread') - breadBefore;
    if (this.breadToday.day === day) this.breadToday.points -= bread;
    if (takenBack > 0n) this.budget.spent -= bread;
    const owed = points.owed > owedBefore ? points.owed - owedBefore : 0n;
    return { amountMinor: BigInt(sum(money) - moneyBefore), takenBack, givenBack, owed };
  }
}

/** Money of each line that has come back. */
export function moneyBack({ slip, back }: Bought): number[] {
  return slip.lines.map((line, place) => part(line.paidMinor, line, back[place] ?? 0));
}

/** Of what a rule gave, what belongs to what has come back. */
function earnedBack({ slip, back }: Bought, giver: Giver): number {
  return sum(slip.lines.map((line, place) => part(line.earned[giver], line, back[place] ?? 0)));
}

function part(whole: number, { units }: SlipLine, back: number): number {
  return units === 0 ? 0 : Math.floor((whole * back) / units);
}
