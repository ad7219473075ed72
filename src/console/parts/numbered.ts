/**
 * Items that have no names of their own, with a key for React: by its place while there are as many of them. When one goes,
 * all are drawn anew, since what was folded or half typed in one must not show up in another.
 */
export function numbered<T>(items: readonly T[]): { key: string; at: number; item: T }[] {
  return items.map((item, at) => ({ key: `${at} of ${items.length}`, at, item }));
}
