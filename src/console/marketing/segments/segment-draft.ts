import type { Condition } from '#src/contract/rule-language.ts';

/** What a new segment begins with when it is a copy. */
export interface Copied {
  name: string;
  where: Condition | null;
}

/** Whether the state of a link carries one: only our own links do. */
export function isCopied(state: unknown): state is Copied {
  return typeof state === 'object' && state !== null && 'where' in state && 'name' in state;
}
