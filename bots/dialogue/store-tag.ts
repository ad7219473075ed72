import { createHash } from 'node:crypto';

/** A store in eight characters, for an action that has no room for more: made from its id, and told apart by it. */
export function storeTag(storeId: string): string {
  return createHash('sha256').update(storeId).digest('hex').slice(0, 8);
}
