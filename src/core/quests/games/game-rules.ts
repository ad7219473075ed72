// The rules of the small games: the page plays by them and the server counts by them, so that the two cannot drift apart.
// Nothing is imported here, so that the page's script stays small.

/** How much a task may ask of a game: pairs that are there, and things that are to be caught. */
export const GAME_GOALS = { memory: { least: 3, most: 12 }, catch: { least: 5, most: 40 } } as const;

/** What lies on the cards and what falls. */
export const THINGS = [
  'apple',
  'carrot',
  'cheese',
  'egg',
  'leaf',
  'fish',
  'cherry',
  'mushroom',
  'lemon',
  'milk',
  'pear',
  'bread',
] as const;
export type Thing = (typeof THINGS)[number];
export const isThing = (name: string | undefined): name is Thing => THINGS.some((thing) => thing === name);

/** After two cards that differ, so long are both to be seen. */
export const MISS_MS = 900;

export const LANES = 5;
/** How long the basket takes from one lane to the next, by a finger as by keys. */
export const LANE_MS = 110;

export interface Drop {
  /** When it lands, from the beginning of the game. */
  landsAtMs: number;
  fallsMs: number;
  /** From 0, left. */
  lane: number;
  thing: Thing;
}

/** The basket is sent to a lane. */
export interface Steer {
  atMs: number;
  lane: number;
}

/** Where the basket is, in lanes; it begins in the middle. `steers` are in the order of their times. */
export function basketAt(steers: readonly Steer[], atMs: number): number {
  let place = (LANES - 1) / 2;
  let target = place;
  let since = 0;
  for (const steer of steers) {
    if (steer.atMs > atMs) break;
    place = towards(place, target, steer.atMs - since);
    target = steer.lane;
    since = steer.atMs;
  }
  return towards(place, target, atMs - since);
}

/** Whether the basket is under it when it lands. */
export function isCaught(
  { lane, landsAtMs }: Pick<Drop, 'lane' | 'landsAtMs'>,
  steers: readonly Steer[],
): boolean {
  return Math.abs(basketAt(steers, landsAtMs) - lane) <= 0.5;
}

function towards(place: number, target: number, ms: number): number {
  const far = ms / LANE_MS;
  return place < target ? Math.min(target, place + far) : Math.max(target, place - far);
}
