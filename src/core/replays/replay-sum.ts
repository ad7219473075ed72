// The figures of a replay while it runs, and as they are told in the end.
import type { Basket } from '../rules/basket.ts';
import type { Caveat, Given, ReplayResult, Share } from './replay-result.ts';
import type { ReplayJob } from './replay-rule.ts';
import {
  addGiven,
  addToSpread,
  beginPart,
  type Counted,
  newBits,
  newSpread,
  noneGiven,
  type Spread,
  setBit,
  worth,
} from './replay-tally.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_HEAVY = 20;

export interface ReplaySum {
  receipts: number;
  pointValueMinor: number;
  caveats: Set<Caveat>;
  add(counted: Counted, receipt: { basket: Basket; tierKey: string; paidMinor: number; alone: Given }): void;
  /** A part of so many members begins. */
  beginPart(members: number): void;
  /** Every member of a part has been seen: `ids` are their names by number. */
  closePart(ids: readonly string[]): void;
  read(): Omit<ReplayResult, 'from' | 'until' | 'tookMs' | 'caveats'>;
}

interface MemberSum {
  receipts: number;
  tierKey: string;
  given: Given;
}

/** Nothing yet. */
export function replaySum({ since, known }: ReplayJob): ReplaySum {
  const total = { touched: 0, members: 0, winners: 0, turnoverMinor: 0, touchedMinor: 0 };
  const [alone, difference] = [noneGiven(), noneGiven()];
  const gains = { receipts: 0, members: 0 };
  const loses = { receipts: 0, members: 0 };
  const [byTier, byStore, byWeek] = [newSpread(), newSpread(), newSpread()];
  const costs: number[] = [];
  let heaviest: ReplayResult['heaviest'] = [];
  let seen = newBits(0);
  let touchedBy = new Map<number, MemberSum>();
  const sum: ReplaySum = {
    receipts: 0,
    pointValueMinor: Number(known.programme.pointValueMinor),
    caveats: new Set(),
    add(counted, { basket, tierKey, paidMinor, alone: given }) {
      const { member, touched } = counted;
      sum.receipts++;
      total.turnoverMinor += paidMinor;
      if (setBit(seen, member)) total.members++;
      addToSpread(byTier, tierKey, counted);
      addToSpread(byStore, basket.storeId, counted);
      addToSpread(byWeek, weekOf(basket.occurredAt), counted);
      if (touched) {
        total.touched++;
        total.touchedMinor += paidMinor;
        addGiven(alone, given);
      }
      if (!counted.difference) return;
      addGiven(difference, counted.difference);
      const change = worth(counted.difference);
      if (change > 0) gains.receipts++;
      if (change < 0) loses.receipts++;
      const own = touchedBy.get(member) ?? { receipts: 0, tierKey, given: noneGiven() };
      if (touched) own.receipts++;
      own.tierKey = tierKey;
      addGiven(own.given, counted.difference);
      touchedBy.set(member, own);
    },
    beginPart(members) {
      for (const spread of [byTier, byStore, byWeek]) beginPart(spread, members);
      seen = newBits(members);
      touchedBy = new Map();
    },
    closePart(ids) {
      const heavy = [...heaviest];
      for (const [member, own] of touchedBy) {
        const change = worth(own.given);
        if (change < 0) loses.members++;
        if (change <= 0) continue;
        gains.members++;
        total.winners++;
        costs.push(own.given.costMinor);
        heavy.push({ memberId: ids[member] ?? '', ...own });
      }
      heaviest = heavy.sort((a, b) => worth(b.given) - worth(a.given)).slice(0, MOST_HEAVY);
    },
    read() {
      const sorted = Float64Array.from(costs).sort();
      const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
      const order = known.tiers.map(({ tierKey }) => tierKey);
      return {
        receipts: sum.receipts,
        ...total,
        alone,
        difference,
        gains,
        loses,
        byTier: sharesOf(byTier)
          .map(([tierKey, share]) => ({ tierKey, ...share }))
          .sort((a, b) => order.indexOf(a.tierKey) - order.indexOf(b.tierKey)),
        byStore: sharesOf(byStore)
          .map(([storeId, share]) => ({ storeId, ...share }))
          .sort((a, b) => b.given.costMinor - a.given.costMinor || b.receipts - a.receipts),
        byWeek: sharesOf(byWeek)
          .map(([week, share]) => ({ from: new Date(since.getTime() + Number(week) * WEEK_MS), ...share }))
          .sort((a, b) => a.from.getTime() - b.from.getTime())
          .map((week) => ({ ...week, from: week.from.toISOString() })),
        perWinner: { median: at(0.5), p90: at(0.9), most: sorted.at(-1) ?? 0 },
        heaviest,
      };
    },
  };
  return sum;

  function weekOf(at: number): number {
    return Math.floor((at - since.getTime() - 1) / WEEK_MS);
  }
}

/** What is told of it. */
export function tellSum(sum: ReplaySum, { since, until }: ReplayJob): Omit<ReplayResult, 'tookMs'> {
  return {
    from: since.toISOString(),
    until: until.toISOString(),
    ...sum.read(),
    caveats: [...sum.caveats],
  };
}

function sharesOf({ places }: Spread): [string, Share][] {
  return [...places].map(([key, { share }]) => [String(key), share]);
}
