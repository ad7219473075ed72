const LEAST_MS = 1_000;
/** Their messages are counted anew each time, which takes a million of them half a second of the database. */
const PEOPLE_PER_MS = 100;

/** How often a page looks how a campaign to so many people gets on. */
export function lookEveryMs(people: number): number {
  return Math.max(LEAST_MS, Math.round(people / PEOPLE_PER_MS));
}
