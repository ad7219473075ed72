// How often what a campaign or a quest has brought is counted: at once, then the more seldom the longer a count takes, and a
// last time when the days that count are over.

/** Whoever counts has so long; then somebody else begins anew. */
export const COUNT_LEASE_MS = 15 * 60_000;
/** Not more often than that, however quick it is. */
export const COUNT_OFTEN_MS = 60_000;
const SELDOM_MS = 3_600_000;
/** The share of time that may go into counting: a hundredth. */
const REST_TIMES = 100;

/** When to count again what was counted from `at` on within `tookMs`; null: what counts until `until` is in it. */
export function nextCountAt({ at, tookMs, until }: { at: Date; tookMs: number; until: Date }): Date | null {
  if (at >= until) return null;
  const restMs = Math.min(SELDOM_MS, Math.max(COUNT_OFTEN_MS, tookMs * REST_TIMES));
  return new Date(Math.min(at.getTime() + restMs, until.getTime()));
}
