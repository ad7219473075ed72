// The rules in force, with what is left of their budgets: kept in memory for a moment, so that a receipt asks for them
// in microseconds. A version is read and compiled once; what changes by the second are two small figures.
import type { Db } from '#src/db/client.ts';
import type { FoldedCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import { listPastTerms } from '../stores/list-past-terms.ts';
import type { BudgetsLeft } from './basket.ts';
import { type BookTerms, type RuleBooks, ruleBooks, termsOf } from './book-at.ts';
import type { CompiledBook } from './compile-book.ts';
import type { CouponRules } from './coupon-rules.ts';
import { listVersions } from './list-versions.ts';
import { readRuleState } from './read-rule-state.ts';

export interface KnownRules {
  /** The rules that were in force at a moment, compiled under the terms of then. Microseconds; the same object while nothing changes. */
  at: (moment: Date) => CompiledBook;
  /** Points left of the rules that have a budget, as of at most a second ago. */
  budgets: BudgetsLeft;
  /** Categories that the law keeps out now. */
  excluded: ReadonlySet<FoldedCategory>;
  /** Those that it kept out at a moment. */
  excludedAt: (moment: Date) => ReadonlySet<FoldedCategory>;
  /** Rules that work for whoever holds a coupon of them (core/offers); left out while there are none. */
  coupons?: CouponRules;
}

export interface KnownRulesReader {
  (): Promise<KnownRules>;
  /** Asks the database now: after a change of one's own, or when a budget turned out to be spent. */
  refresh(): Promise<KnownRules>;
}

const KEPT_MS = 1_000;

/** A reader that asks the database at most once a second, and once for all who ask meanwhile. */
export function knownRules(
  db: Db,
  known: () => Promise<KnownProgramme>,
  now: () => number = () => performance.now(),
): KnownRulesReader {
  let current: Promise<KnownRules> | null = null;
  let readAt = 0;
  let mark: string | null = null;
  let terms: BookTerms | null = null;
  let books: RuleBooks | null = null;

  const read = async (): Promise<KnownRules> => {
    // The settings first: of a change that they have, the state then tells that there are terms of the past.
    const fresh = termsOf(await known());
    const state = await readRuleState(db);
    if (books === null || state.mark !== mark || fresh.text !== terms?.text) {
      const [versions, past] = await Promise.all([listVersions(db), listPastTerms(db)]);
      books = ruleBooks(versions, fresh, past);
      mark = state.mark;
      terms = fresh;
    }
    const { at, excludedAt } = books;
    const { budgets, excluded } = state;
    return { at, budgets, excluded, excludedAt: (moment) => excludedAt(moment) ?? excluded };
  };
  const refresh = () => {
    readAt = now();
    const reading = read();
    // A failure is not remembered: the next caller asks again.
    reading.catch(() => {
      if (current === reading) current = null;
    });
    current = reading;
    return reading;
  };
  const ask = () => (current === null || now() - readAt > KEPT_MS ? refresh() : current);
  return Object.assign(ask, { refresh });
}
