// The link on a store's counter brings its store along: `s-` and the store, in what a deep link may carry.
import type { StoreId } from '#src/lib/id.ts';

const PREFIX = 's-';

/** What the link of a store's counter carries. */
export function storeSource(storeId: StoreId): string {
  return `${PREFIX}${storeId}`;
}

/** What a member's source becomes: the store itself for its counter's link, else the payload as it came. */
export function sourceOf(payload: string): string {
  const store = payload.slice(PREFIX.length);
  return payload.startsWith(PREFIX) && store.startsWith('str_') ? store : payload;
}
