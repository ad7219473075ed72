// Waiting in tests: for a condition, never for a time, and never for ever.
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is neither false, null nor undefined, and returns it. Throws after `withinMs`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { withinMs = 60_000 }: { withinMs?: number } = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await pause(10);
  }
}

function isThere<T>(answer: T): answer is Exclude<T, false | null | undefined> {
  return answer !== false && answer !== null && answer !== undefined;
}
