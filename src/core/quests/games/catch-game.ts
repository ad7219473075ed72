// Catch: what falls and when, and how much of it was under the basket that the page has steered.
import { randomInt } from 'node:crypto';
import { type Drop, isCaught, LANES, type Steer, THINGS } from './game-rules.ts';

/** Of what falls, so much has to be caught: a third may be missed. */
const SPARE = 1.5;
const FIRST_AFTER_MS = 2_600;
/** From one to the next, at the beginning and at the end. */
const SLOW_MS = 1_150;
const QUICK_MS = 800;
const FALLS_MS = 2_400;
/** A finger that drags over all lanes, there and back, within a second. */
const MOST_STEERS_A_SECOND = 30;

/** `below` gives a whole number from 0 up to its argument. */
export function dropThings(goal: number, below: (limit: number) => number = randomInt): Drop[] {
  const count = Math.ceil(goal * SPARE);
  const drops: Drop[] = [];
  let landsAtMs = FIRST_AFTER_MS;
  for (let no = 0; no < count; no++) {
    const thing = THINGS[below(THINGS.length)] ?? 'apple';
    drops.push({ landsAtMs, fallsMs: FALLS_MS, lane: below(LANES), thing });
    landsAtMs += Math.round(SLOW_MS + ((QUICK_MS - SLOW_MS) * no) / count);
  }
  return drops;
}

/**
 * How many were caught, counted from where the basket was sent; the game ends with the goal. Null for steering that no
 * hand can do.
 */
export function countCaught(
  drops: readonly Drop[],
  steers: readonly Steer[],
  goal: number,
): { caught: number; tookMs: number } | null {
  let before = 0;
  for (const { atMs, lane } of steers) {
    if (atMs < before || lane >= LANES) return null;
    before = atMs;
  }
  let caught = 0;
  let tookMs = 0;
  for (const drop of drops) {
    if (caught === goal) break;
    tookMs = drop.landsAtMs;
    if (isCaught(drop, steers)) caught++;
  }
  if (steers.length > MOST_STEERS_A_SECOND * Math.max(1, tookMs / 1_000)) return null;
  return { caught, tookMs };
}
