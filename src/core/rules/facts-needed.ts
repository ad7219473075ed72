// What the caller has to look up before the rules of a book can be asked; what no rule asks about is not looked up.
import type { RuleId } from '#src/lib/id.ts';
import type { BookRule, CompiledBook } from './compile-book.ts';

export interface FactsNeeded {
  /** The currencies whose spendable points count: of a stamp card, or of a condition on them. */
  balances: readonly string[];
  /** Whole balances: a cap on them. */
  totals: boolean;
  /** Days of past receipts; 0 for none. */
  recentDays: number;
  /** Of those days, how many receipts, the newest ones, are enough; Infinity: all of them. */
  recentMost: number;
  /** Rules whose use by each member is counted. */
  counted: ReadonlySet<RuleId>;
}

const known = new WeakMap<CompiledBook, FactsNeeded>();

/** Worked out once for each book. */
export function factsNeeded(book: CompiledBook): FactsNeeded {
  const found = known.get(book);
  if (found) return found;
  const rules = [...book.rules, ...Object.values(book.triggered).flat()];
  const needed: FactsNeeded = {
    balances: [...new Set(rules.flatMap(balancesOf))],
    totals: book.currencies.some((currency) => currency.capBalance !== null),
    recentDays: book.needs.recentDays,
    recentMost: book.needs.recentMost,
    counted: new Set(rules.filter((rule) => rule.limited).map((rule) => rule.ruleId)),
  };
  known.set(book, needed);
  return needed;
}

function balancesOf({ effects, definition }: BookRule): string[] {
  const stamps = effects.flatMap(({ kind, currency }) => (kind === 'stamp' && currency ? [currency] : []));
  return JSON.stringify(definition.when).includes('"member.balance"') ? [...stamps, 'points'] : stamps;
}
