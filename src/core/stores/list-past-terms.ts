import { asc } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { programmeTerms } from '#src/db/schema/stores.ts';
import { type FoldedCategory, foldCategories } from './fold-category.ts';
import type { Currency } from './list-currencies.ts';

/** Of a currency, what points that are earned in it live by. */
export type EarningTerms = Pick<
  Currency,
  'currency' | 'pending' | 'pendingAmount' | 'pendingAction' | 'expiry' | 'expiryMonths' | 'expiryMonthDay'
> &
  Record<'capReceipt' | 'capDay' | 'capBalance', bigint | number | null>;

/** What a receipt earned by, until a moment in milliseconds that does not count. */
export interface PastTerms {
  until: number;
  pointValueMinor: number;
  tiers: { tierKey: string; earnBp: number }[];
  /** Those that were open. */
  currencies: EarningTerms[];
  /** Categories that the law kept out. */
  excluded: ReadonlySet<FoldedCategory>;
}

/** All that `noteTerms` wrote, the oldest first; those that hold now are not among them. */
export async function listPastTerms(db: Reader): Promise<PastTerms[]> {
  const rows = await db.select().from(programmeTerms).orderBy(asc(programmeTerms.untilAt));
  return rows.map(({ untilAt, terms }) => {
    // Only noteTerms writes them.
    const { excluded, ...then } = terms as Omit<PastTerms, 'until' | 'excluded'> & { excluded: string[] };
    return { ...then, until: untilAt.getTime(), excluded: foldCategories(excluded) };
  });
}
