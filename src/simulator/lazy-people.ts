// People who exist by their number alone.

/**
 * People for load: ids `LAZY_TELEGRAM_BASE + n` and `lazyViberId(n)` exist and have started the bot without
 * anything being kept of them until they are written to. GET /control/lazy/received?messenger=… answers with
 * [n, count][] of messages accepted for each. POST /control/lazy/updates {messenger, from, count, text} makes
 * that many people write to the bot at once.
 */
export const LAZY_TELEGRAM_BASE = 7_000_000_000;
const VIBER_ID = /^bGF6eS1wZXJzb24t/;
export function lazyViberId(n: number): string {
  return `${Buffer.from(`lazy-person-${String(n).padStart(10, '0')}`).toString('base64')}`;
}
/** Which lazy person this Viber id is; undefined when it is nobody's of them. */
export function lazyViberNumber(userId: string): number | undefined {
  if (!VIBER_ID.test(userId)) return undefined;
  const digits = Buffer.from(userId, 'base64').toString('latin1').slice('lazy-person-'.length);
  return /^\d{10}$/.test(digits) ? Number(digits) : undefined;
}
/** The phone of the n-th lazy person, E.164: a valid mobile number that nothing here ever dials. */
export function lazyPhone(n: number): string {
  return `+38050${String(n).padStart(7, '0')}`;
}
