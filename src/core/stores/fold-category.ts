// Systems spell one category differently («Алкоголь», «алкоголь »): what the law or a rule says of it holds for each.

declare const folded: unique symbol;
/** The name of a category as it is compared. */
export type FoldedCategory = string & { [folded]: true };

/** Shops have hundreds of them and sell from them all day; more than these are not a shop's. */
const MOST_KEPT = 10_000;
const kept = new Map<string, FoldedCategory>();

/** Without capitals and outer spaces. In SQL it is `fold_category`. */
export function foldCategory(category: string): FoldedCategory {
  const known = kept.get(category);
  if (known !== undefined) return known;
  const made = category.trim().toLowerCase() as FoldedCategory;
  if (kept.size === MOST_KEPT) kept.clear();
  kept.set(category, made);
  return made;
}

export function foldCategories(categories: Iterable<string>): ReadonlySet<FoldedCategory> {
  return new Set([...categories].map(foldCategory));
}
