// What becomes of a message after a try: the delays that the Standard Webhooks specification suggests, then the dead
// letters. Three days and more, so that a weekend without anybody loses nothing.
import type { WebhookOutcome } from './post-webhook.ts';

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
export const RETRY_DELAYS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** Nobody may keep a message waiting longer by asking. */
const LONGEST_ASKED_MS = 24 * HOUR;
/** Up to this share is added by chance, so that those who failed together do not come back together. */
const JITTER = 0.2;

export type Verdict = { to: 'delivered' } | { to: 'dead' } | { to: 'retrying'; delayMs: number };

/** `attempts` counts this one; `chance` is from 0 to 1. */
export function judgeOutcome(outcome: WebhookOutcome, attempts: number, chance: number): Verdict {
  if (outcome.error === null) return { to: 'delivered' };
  const delay = RETRY_DELAYS_MS[attempts - 1];
  if (outcome.error === 'gone' || delay === undefined) return { to: 'dead' };
  const asked = Math.min(outcome.retryAfterMs ?? 0, LONGEST_ASKED_MS);
  return { to: 'retrying', delayMs: Math.max(Math.round(delay * (1 + JITTER * chance)), asked) };
}
