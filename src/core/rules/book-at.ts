// Which rules were in force when: versions stand from one moment to another, and between two such moments the book is
// the same. Books are compiled when they are first asked for.
import type { KnownProgramme } from '../stores/known-programme.ts';
import { type BookParts, type CompiledBook, compileBook } from './compile-book.ts';
import { currencyTerms } from './currency-terms.ts';
import type { Rule } from './rule.ts';

/** A version and when it was in force, in milliseconds: `from` counts, `until` does not; both may be endless. */
export interface DatedRule extends Rule {
  from: number;
  until: number;
}

/** What a book needs besides rules. */
export interface BookTerms {
  parts: Omit<BookParts, 'rules'>;
  /** Says whether two are the same. */
  text: string;
}

export interface RuleBooks {
  at: (moment: Date) => CompiledBook;
}

/** What the programme says now; the rules of a past moment are asked under the terms of today. */
export function termsOf({ programme, tiers, currencies }: KnownProgramme): BookTerms {
  const parts = {
    currencies: currencies.map(currencyTerms),
    tiers: tiers.map(({ tierKey, earnBp }) => ({ tierKey, earnBp })),
    pointValueMinor: Number(programme.pointValueMinor),
    timeZone: programme.timeZone,
  };
  return { parts, text: JSON.stringify(parts) };
}

/** Books by time. Those of the last few stretches that were asked about are kept; the latest one answers at once. */
export function ruleBooks(versions: readonly DatedRule[], { parts }: BookTerms): RuleBooks {
  const edges = [...new Set(versions.flatMap(({ from, until }) => [from, until]))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const kept = new Map<number, CompiledBook>();
  let from = Number.NaN;
  let until = Number.NaN;
  let last: CompiledBook | null = null;

  const find = (at: number): CompiledBook => {
    const stretch = countUpTo(edges, at);
    from = edges[stretch - 1] ?? Number.NEGATIVE_INFINITY;
    until = edges[stretch] ?? Number.POSITIVE_INFINITY;
    let book = kept.get(stretch);
    if (!book) {
      book = compileBook({ ...parts, rules: versions.filter((each) => each.from <= at && at < each.until) });
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(stretch, book);
    }
    return book;
  };
  return {
    at(moment) {
      const at = moment.getTime();
      if (last === null || !(at >= from && at < until)) last = find(at);
      return last;
    },
  };
}

const MOST_KEPT = 500;

/** How many of the sorted numbers are at most `at`. */
function countUpTo(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
