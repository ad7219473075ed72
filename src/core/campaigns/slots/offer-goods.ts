// Which goods an offer is about, read from what it gives: the products, categories and brands that its conditions name.
import type { OfferContent } from '../../offers/offer-content.ts';
import { comparisonsOf } from '../../rules/walk-condition.ts';

const KINDS = { 'line.sku': 'sku', 'line.category': 'category', 'line.brand': 'brand' } as const;

export interface Goods {
  kind: (typeof KINDS)[keyof typeof KINDS];
  value: string;
}

/** None: it works on whatever is bought. What it must not be (`isNot`, `notIn`) tells nothing about what it is. */
export function goodsOf({ gives }: Pick<OfferContent, 'gives'>): Goods[] {
  if (gives === null) return [];
  return comparisonsOf(gives).flatMap(({ field, is, value }) => {
    if (!isKind(field) || (is !== 'is' && is !== 'in')) return [];
    const kind = KINDS[field];
    return [value].flat().map((each) => ({ kind, value: String(each) }));
  });
}

function isKind(field: string): field is keyof typeof KINDS {
  return field in KINDS;
}
