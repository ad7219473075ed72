/** A sender's clock and ours, and the wait for a turn at the desk. */
const NEAR_MS = 5_000;

/**
 * Whether its sender probably did not say when it was printed: it was written down at that very moment. Told later with a time,
 * as a till does that never heard the answer, it is the same receipt.
 */
export function looksUntimed({ occurredAt, recordedAt }: { occurredAt: Date; recordedAt: Date }): boolean {
  return Math.abs(recordedAt.getTime() - occurredAt.getTime()) <= NEAR_MS;
}
