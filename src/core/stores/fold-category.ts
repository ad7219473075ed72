// Systems spell one category differently («Алкоголь», «алкоголь »): what the law or a rule says of it holds for each.

declare const folded: unique symbol;
/** The name of a category as it is compared. */
export type FoldedCategory = string & { [folded]: true };

/** Without capitals and outer spaces. Once a line: what compares many times keeps the result. */
export function foldCategory(category: string): FoldedCategory {
  return category.trim().toLowerCase() as FoldedCategory;
}

export function foldCategories(categories: Iterable<string>): ReadonlySet<FoldedCategory> {
  return new Set([...categories].map(foldCategory));
}
