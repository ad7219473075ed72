// The small games by themselves: what is dealt, what a page may tell of them, and how the wheel is drawn.
import { describe, expect, it } from 'vitest';
import { countCaught, dropThings } from '#src/core/quests/games/catch-game.ts';
import { gameAddress, readGameLink, signGameLink } from '#src/core/quests/games/game-link.ts';
import { basketAt, LANE_MS, MISS_MS, type Thing } from '#src/core/quests/games/game-rules.ts';
import { countPairs, dealCards, type Flip } from '#src/core/quests/games/memory-game.ts';
import { drawPlace } from '#src/core/quests/games/wheel.ts';
import type { PlayerId } from '#src/lib/id.ts';

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const DECK: Thing[] = ['apple', 'pear', 'apple', 'pear', 'egg', 'egg'];
const flips = (...cards: [card: number, atMs: number][]): Flip[] =>
  cards.map(([card, atMs]) => ({ card, atMs }));

describe('memory pairs', () => {
  it('when the cards are dealt, then each thing is there twice, in another order with another seed', () => {
    const deck = dealCards(8, seeded(1));
    expect(deck).toHaveLength(16);
    for (const thing of new Set(deck)) expect(deck.filter((each) => each === thing)).toHaveLength(2);
    expect(dealCards(8, seeded(2))).not.toEqual(deck);
    expect(dealCards(8, seeded(1))).toEqual(deck);
  });

  it('when pairs are found in turn, then they are counted', () => {
    expect(countPairs(DECK, flips([0, 500], [1, 900], [2, 1_900], [0, 2_300]))).toBe(1);
    expect(countPairs(DECK, [])).toBe(0);
  });

  it.each([
    ['two cards are turned within a blink', flips([0, 500], [2, 550])],
    [
      'the next card comes while two that differ are still to be seen',
      flips([0, 500], [1, 900], [4, 900 + MISS_MS - 1]),
    ],
    ['a card is turned that is found already', flips([0, 500], [2, 900], [0, 1_300])],
    ['one card is turned twice', flips([0, 500], [0, 900])],
    ['there is no such card', flips([6, 500])],
    ['time runs backwards', flips([0, 900], [2, 500])],
  ])('when %s, then nobody can have played that', (_what, told) => {
    expect(countPairs(DECK, told)).toBeNull();
  });

  it('when every pair is known without ever having been seen, then it is not believed', () => {
    const deck = dealCards(8, seeded(3));
    const known = [...new Set(deck)].flatMap((thing) =>
      deck.flatMap((each, card) => (each === thing ? [card] : [])),
    );
    const told = known.map((card, turn) => ({ card, atMs: 500 + turn * 400 }));
    expect(countPairs(deck, told)).toBeNull();
    // Three cards are few enough for luck.
    expect(countPairs(DECK, flips([0, 500], [2, 900], [1, 1_300], [3, 1_700], [4, 2_100], [5, 2_500]))).toBe(
      3,
    );
  });

  it('when somebody with an ordinary memory plays a thousand games, then each of them is believed', () => {
    const below = seeded(4);
    for (let game = 0; game < 1_000; game++) {
      const deck = dealCards(8, below);
      expect(countPairs(deck, playedThrough(deck, below))).toBe(8);
    }
  });
});

/** Turns over what was not seen yet, and takes a pair as soon as both of it are known. */
function playedThrough(deck: readonly Thing[], below: (limit: number) => number): Flip[] {
  const played: Flip[] = [];
  const found = new Set<number>();
  const seen = new Map<number, Thing>();
  let atMs = 0;
  const turn = (card: number) => {
    atMs += 300 + below(600);
    played.push({ card, atMs });
    const thing = deck[card];
    if (thing) seen.set(card, thing);
  };
  const mateOf = (card: number) =>
    [...seen].find(([other, thing]) => other !== card && !found.has(other) && thing === deck[card])?.[0];
  while (found.size < deck.length) {
    const open = deck.flatMap((_, card) => (found.has(card) ? [] : [card]));
    const known = open.find((card) => seen.has(card) && mateOf(card) !== undefined);
    const fresh = open.filter((card) => !seen.has(card));
    const first = known ?? fresh[below(fresh.length)] ?? 0;
    turn(first);
    const rest = open.filter((card) => card !== first && !seen.has(card));
    const second = mateOf(first) ?? rest[below(rest.length)] ?? 0;
    turn(second);
    if (deck[first] === deck[second]) found.add(first).add(second);
    else atMs += MISS_MS;
  }
  return played;
}

describe('catch', () => {
  const drops = dropThings(6, seeded(5));

  it('when the goal is six, then nine fall, one after the other', () => {
    expect(drops).toHaveLength(9);
    const times = drops.map(({ landsAtMs }) => landsAtMs);
    expect(times.every((ms, at) => at === 0 || ms - (times[at - 1] ?? 0) >= 800)).toBe(true);
  });

  it('when the basket is sent to a lane, then it takes its time to get there', () => {
    const steers = [{ atMs: 1_000, lane: 0 }];
    expect(basketAt(steers, 999)).toBe(2);
    expect(basketAt(steers, 1_000 + LANE_MS)).toBeCloseTo(1);
    expect(basketAt(steers, 9_000)).toBe(0);
    // Sent back before it was there.
    expect(basketAt([...steers, { atMs: 1_000 + LANE_MS, lane: 2 }], 1_000 + 2 * LANE_MS)).toBeCloseTo(2);
  });

  it('when the basket stands under each in time, then the game ends with the goal', () => {
    const steers = drops.map(({ landsAtMs, lane }) => ({ atMs: landsAtMs - 600, lane }));
    expect(countCaught(drops, steers, 6)).toEqual({ caught: 6, tookMs: drops[5]?.landsAtMs });
  });

  it('when the basket never moves, then only what falls in the middle is caught', () => {
    const middle = drops.filter(({ lane }) => lane === 2).length;
    expect(countCaught(drops, [], 6)).toEqual({ caught: middle, tookMs: drops.at(-1)?.landsAtMs });
  });

  it('when the steering cannot have been done by a hand, then it is not believed', () => {
    expect(
      countCaught(
        drops,
        [
          { atMs: 500, lane: 1 },
          { atMs: 400, lane: 2 },
        ],
        6,
      ),
    ).toBeNull();
    expect(countCaught(drops, [{ atMs: 500, lane: 5 }], 6)).toBeNull();
    const shaken = Array.from({ length: 2_000 }, (_, at) => ({ atMs: at, lane: at % 5 }));
    expect(countCaught(drops, shaken, 6)).toBeNull();
  });
});

describe('the wheel of luck', () => {
  it('when it is drawn 100,000 times, then each place comes as often as its odds say', () => {
    const shares = [1, 5, 20, 34, 40, 0, 150];
    const all = shares.reduce((sum, share) => sum + share, 0);
    const below = seeded(281_126);
    const drawn = shares.map(() => 0);
    const draws = 100_000;
    for (let draw = 0; draw < draws; draw++) {
      const place = drawPlace(shares, below);
      drawn[place] = (drawn[place] ?? 0) + 1;
    }
    expect(drawn[5]).toBe(0);
    const squares = shares.map((share, place) =>
      share === 0 ? 0 : ((drawn[place] ?? 0) - (draws * share) / all) ** 2 / ((draws * share) / all),
    );
    // Chi-squared with five degrees of freedom is above 20.5 once in a thousand times.
    expect(squares.reduce((sum, each) => sum + each, 0)).toBeLessThan(20.5);
  });

  it('when the chance is at its ends, then it is the first place and the last one that has a share', () => {
    expect(drawPlace([3, 2, 0], () => 0)).toBe(0);
    expect(drawPlace([3, 2, 0], (limit) => limit - 1)).toBe(1);
    expect(() => drawPlace([0], () => 0)).toThrow();
  });
});

describe('the link of a game', () => {
  const playerId: PlayerId = 'ply_06bv2k3h9q4w8x0y7z1a';
  const secretKey = 'a secret key of thirty-two letters';
  const at = new Date('2026-11-28T10:00:00Z');
  const link = signGameLink({ playerId, taskNo: 38 }, { secretKey, at });

  it('when it is read within a day, then it names the player and the task; later it is closed', () => {
    expect(link).toMatch(/^[\w-]{49}$/);
    const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
    expect(readGameLink(link, { secretKey, at: later(24) })).toEqual({ playerId, taskNo: 38 });
    expect(() => readGameLink(link, { secretKey, at: later(24.01) })).toThrow('game_closed');
  });

  it('when a letter of it is changed, or it was signed with another key, then it opens nothing', () => {
    for (let place = 0; place < link.length; place++) {
      const other = link[place] === 'a' ? 'b' : 'a';
      const forged = link.slice(0, place) + other + link.slice(place + 1);
      expect(() => readGameLink(forged, { secretKey, at })).toThrow('game_closed');
    }
    expect(() => readGameLink(link, { secretKey: `${secretKey}.`, at })).toThrow('game_closed');
    expect(() => readGameLink('', { secretKey, at })).toThrow('game_closed');
  });

  it('when a chat shows it, then Telegram opens a page and Viber an address short enough for every phone', () => {
    const of = { playerId, taskNo: 38, language: 'uk', messenger: 'telegram' } as const;
    const signing = { gamePage: 'https://kartka.example.ua/game', secretKey, at };
    expect(gameAddress(of, signing)).toBe(`https://kartka.example.ua/game?lang=uk&g=${link}`);
    const inViber = gameAddress({ ...of, messenger: 'viber' }, signing);
    expect(inViber).toBe(`https://kartka.example.ua/game#g=${link}`);
    expect(inViber?.length).toBeLessThan(100);
    expect(gameAddress(of, { ...signing, gamePage: null })).toBeNull();
  });
});
