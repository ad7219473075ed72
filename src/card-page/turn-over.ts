// When the live code is renewed and when it is not shown any more. By the wall clock, because a sleeping phone stops
// every other one; and from the moment at which the code was asked for, so that the phone's own time need not be right.

export interface Held {
  /** When it was asked for, and how long it is good from then, milliseconds. */
  askedAt: number;
  lastsMs: number;
}

/** The next code is there before this one ends, even where a request takes seconds. */
const AHEAD_MS = 12_000;
/** Between two tries, so that a shop's weak network is not made weaker. */
const RETRY_MS = 4_000;

/** What is left of it: 0 when it must not be shown. A clock that was set back ends it. */
export function leftOf(held: Held | null, now: number): number {
  if (!held) return 0;
  const age = now - held.askedAt;
  return age < 0 ? 0 : Math.max(0, held.lastsMs - age);
}

/** Whether to ask for the next one now. `triedAt`: when it was asked for last. */
export function isDue(held: Held | null, triedAt: number, now: number): boolean {
  return leftOf(held, now) <= AHEAD_MS && Math.abs(now - triedAt) >= RETRY_MS;
}
