// Stamps that a receipt gave and took alike move nothing, and yet go with their lines when goods come back: what they were is
// kept with what was told of the receipt.
import type { Award, Part } from '../rules/basket.ts';

export interface NettedAward {
  currency: string;
  /** `name`, `names`: those from before they were kept have none. */
  parts: (Pick<Part, 'ruleId' | 'points' | 'lines'> & Partial<Pick<Part, 'name' | 'names'>>)[];
}

/** Null for nearly every receipt. */
export function nettedAwards(awards: readonly Award[]): NettedAward[] | null {
  const netted = awards.filter(({ points, parts }) => points === 0 && parts.some((part) => part.points < 0));
  if (netted.length === 0) return null;
  return netted.map(({ currency, parts }) => ({
    currency,
    parts: parts.map(({ ruleId, points, lines, name, names }) => ({ ruleId, points, lines, name, names })),
  }));
}

/** Of a receipt as it is stored. */
export function nettedAwardsOf(told: unknown): NettedAward[] {
  return (told as { netted?: NettedAward[] } | null)?.netted ?? [];
}
