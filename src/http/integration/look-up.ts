import type { Attempt } from '#src/core/members/count-attempt.ts';
import type { ApiKeyUsed } from '#src/core/staff/find-api-key.ts';

/** A chain's tills together look up fewer; somebody who tries out phones wants more. */
const MOST_LOOKUPS = 3_000;
/** A partner's desks look up whoever stands before them. */
const MOST_PARTNER_LOOKUPS = 600;
const WINDOW_MS = 10 * 60_000;

/** A system looks a member up. */
export function lookUpOf({ keyId, partnerId }: ApiKeyUsed, at: Date): Attempt {
  const limit = partnerId === null ? MOST_LOOKUPS : MOST_PARTNER_LOOKUPS;
  return { key: `key-find:${keyId}`, limit, windowMs: WINDOW_MS, at };
}
