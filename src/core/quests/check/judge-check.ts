// What an answer of a partner means, and when to ask once more.
import type { WebhookOutcome } from '../../webhooks/post-webhook.ts';

export type CheckVerdict =
  | { to: 'passed' | 'failed' | 'later' | 'dead' }
  /** The same key comes again. */
  | { to: 'queued'; delayMs: number };

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
/** Quick at first, because somebody waits in front of the chat; a night in all, so that a partner's outage loses nothing. */
export const CHECK_DELAYS_MS = [
  5 * SECOND,
  20 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  8 * HOUR,
];
/** Statuses below 500 that say "not now" rather than "no" (RFC 9110 and RFC 6585). */
const NOT_NOW = [408, 425, 429];
const JITTER = 0.2;

/** `attempts` counts this one; `chance` is from 0 to 1. */
export function judgeCheck(outcome: WebhookOutcome, attempts: number, chance: number): CheckVerdict {
  const { status, error } = outcome;
  if (error === null) return { to: status === 202 ? 'later' : 'passed' };
  if (status !== null && status >= 400 && status < 500 && !NOT_NOW.includes(status)) return { to: 'failed' };
  const delay = CHECK_DELAYS_MS[attempts - 1];
  if (delay === undefined) return { to: 'dead' };
  const asked = Math.min(outcome.retryAfterMs ?? 0, HOUR);
  return { to: 'queued', delayMs: Math.max(Math.round(delay * (1 + JITTER * chance)), asked) };
}
