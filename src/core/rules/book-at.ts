// Which rules were in force when, and under which terms: versions and terms stand from one moment to another, and between two
// such moments the book is the same. Books are compiled when they are first asked for.
import type { FoldedCategory } from '../stores/fold-category.ts';
import type { KnownProgramme } from '../stores/known-programme.ts';
import type { PastTerms } from '../stores/list-past-terms.ts';
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
  /** Categories that the law kept out at a moment; null: those of now. */
  excludedAt: (moment: Date) => ReadonlySet<FoldedCategory> | null;
}

/** What the programme says now. */
export function termsOf({ programme, tiers, currencies }: KnownProgramme): BookTerms {
  const parts = {
    currencies: currencies.map(currencyTerms),
    tiers: tiers.map(({ tierKey, earnBp }) => ({ tierKey, earnBp })),
    pointValueMinor: Number(programme.pointValueMinor),
    timeZone: programme.timeZone,
  };
  return { parts, text: JSON.stringify(parts) };
}

/**
 * Books by time. Those of the last few stretches that were asked about are kept; the latest one answers at once. `past`: terms
 * by the moments at which they ended, the oldest first; `parts` hold from then on.
 */
export function ruleBooks(
  versions: readonly DatedRule[],
  { parts }: BookTerms,
  past: readonly PastTerms[],
): RuleBooks {
  const ends = past.map(({ until }) => until);
  const edges = [...new Set([...ends, ...versions.flatMap(({ from, until }) => [from, until])])]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const thenAt = (at: number): PastTerms | undefined => past[countUpTo(ends, at)];
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
      const then = thenAt(at);
      book = compileBook({
        ...(then ? partsThen(then, parts) : parts),
        rules: versions.filter((each) => each.from <= at && at < each.until),
      });
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
    excludedAt: (moment) => thenAt(moment.getTime())?.excluded ?? null,
  };
}

function partsThen(
  { tiers, currencies, pointValueMinor }: PastTerms,
  now: BookTerms['parts'],
): BookTerms['parts'] {
  const known = new Set(tiers.map(({ tierKey }) => tierKey));
  return {
    currencies: currencies.map(currencyTerms),
    // A member may be known by a tier that there was not yet.
    tiers: [...tiers, ...now.tiers.filter(({ tierKey }) => !known.has(tierKey))],
    pointValueMinor,
    timeZone: now.timeZone,
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
