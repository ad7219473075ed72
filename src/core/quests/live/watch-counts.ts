// Counts that many may watch at once: however many screens are open, a quest is counted once for all of them, and counting
// takes a small share of the time. Nothing is counted while nobody looks.
import { performance } from 'node:perf_hooks';

/** Not more often than that, however quick it is. */
const OFTEN_MS = 3_000;
/** Of a count that took a second, the next one begins twenty later: a twentieth of one core at most. */
const REST_TIMES = 20;
/** Quests that are watched at the same time. */
const MOST_KEPT = 50;

interface Kept<T> {
  value: Promise<T>;
  /** No other count before this, by `nowMs`. */
  until: number;
}

/** A reader by key that counts anew at most every three seconds, and the more seldom the longer it takes. */
export function watchCounts<Key extends string, T>(
  count: (key: Key) => Promise<T>,
  nowMs: () => number = () => performance.now(),
): (key: Key) => Promise<T> {
  const kept = new Map<Key, Kept<T>>();
  return (key) => {
    const known = kept.get(key);
    if (known && nowMs() < known.until) return known.value;
    const began = nowMs();
    const value = count(key);
    // Until it is known how long this takes, everybody waits for this one.
    const entry: Kept<T> = { value, until: Number.POSITIVE_INFINITY };
    kept.delete(key);
    kept.set(key, entry);
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    value.then(
      () => {
        const now = nowMs();
        entry.until = now + Math.max(OFTEN_MS, (now - began) * REST_TIMES);
      },
      // A failure is not remembered: whoever comes next asks again.
      () => {
        if (kept.get(key) === entry) kept.delete(key);
      },
    );
    return value;
  };
}
