// What rules look at, so that a replay over a year reads that and nothing else.

import type { CompiledBook } from '../rules/compile-book.ts';
import type { Condition } from '../rules/condition.ts';
import { factsNeeded } from '../rules/facts-needed.ts';
import type { RuleDefinition } from '../rules/rule.ts';
import { comparisonsOf } from '../rules/walk-condition.ts';

export interface ReplayNeeds {
  /** Whether anything depends on single lines. */
  lines: boolean;
  sku: boolean;
  brand: boolean;
  lineName: boolean;
  /** Quantities and prices. */
  pieces: boolean;
  till: boolean;
  /** What the member had bought before. */
  history: boolean;
  balances: boolean;
  consent: boolean;
  /** Days of past receipts. */
  recentDays: number;
}

/** What a book needs; `excluded`: whether the law keeps any category out, which only lines tell. */
export function replayNeeds(book: CompiledBook, { excluded }: { excluded: boolean }): ReplayNeeds {
  const definitions = book.rules.map(({ definition }) => definition);
  const fields = new Set(definitions.flatMap((each) => comparisonsOf(each).map(({ field }) => field)));
  const has = (...names: string[]) => names.some((name) => fields.has(name));
  const { balances, totals, recentDays } = factsNeeded(book);
  const pieces =
    has('line.quantity', 'line.price', 'receipt.pieces') ||
    definitions.some(
      ({ when, effects }) =>
        effects.some(({ kind }) => kind === 'perPiece' || kind === 'stamp') ||
        (when !== null && asks(when, (part) => 'sum' in part && part.sum === 'quantityMilli')),
    );
  return {
    lines: excluded || pieces || has('receipt.lines') || definitions.some(looksAtLines),
    sku: has('line.sku'),
    brand: has('line.brand'),
    lineName: has('line.name'),
    pieces,
    till: has('receipt.till'),
    history: has('member.turnover', 'member.receipts', 'member.firstPurchase', 'member.daysSinceLast'),
    balances: balances.length > 0 || totals,
    consent: has('member.marketingConsent'),
    recentDays,
  };
}

/** Shares of the whole come out the same whether or not it is told by lines. */
function looksAtLines({ when, effects }: RuleDefinition): boolean {
  if (when !== null && asks(when, (part) => 'lines' in part || 'sum' in part)) return true;
  return effects.some(
    (effect) => ('where' in effect && effect.where) || ('on' in effect && effect.on === 'lines'),
  );
}

function asks(condition: Condition, test: (part: Condition) => boolean): boolean {
  if (test(condition)) return true;
  if ('all' in condition) return condition.all.some((part) => asks(part, test));
  if ('any' in condition) return condition.any.some((part) => asks(part, test));
  return 'not' in condition && asks(condition.not, test);
}
