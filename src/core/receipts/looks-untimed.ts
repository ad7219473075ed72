import { RECEIPT_LASTS_MS } from '../rules/receipt-lasts.ts';

/** A sender's clock and ours, and the wait for a turn at the desk. */
const NEAR_MS = 5_000;

/**
 * Whether its sender probably did not say when it was printed: it was written down at that very moment. Told later as of
 * `toldAt`, as a till does that never heard the answer, it is the same receipt; of another hour it is another, whose key was
 * used before.
 */
export function looksUntimed(
  { occurredAt, recordedAt }: { occurredAt: Date; recordedAt: Date },
  toldAt: Date,
): boolean {
  const [stored, told] = [occurredAt.getTime(), toldAt.getTime()];
  return Math.abs(recordedAt.getTime() - stored) <= NEAR_MS && Math.abs(told - stored) <= RECEIPT_LASTS_MS;
}
