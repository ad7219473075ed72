// What both messengers, the SMS gateway and the control API share: time, chance, the people, the counts and the faults.
// Passed as one value; nothing in the simulator is global, so several simulators can run in one process.
import { Agent } from 'undici';
import type { Clock } from '#src/lib/clock.ts';
import { type Faults, makeFaults } from './faults.ts';
import { type Files, makeFiles } from './files.ts';
import { type LazyPeople, makeLazyPeople } from './lazy.ts';
import { makePeople, type People } from './people.ts';
import { makeRandom } from './random.ts';
import { makeStatsBook, type StatsBook } from './stats.ts';
import { makeTimers, type Timers } from './timers.ts';

export interface Outside {
  clock: Clock;
  /** A number in [0, 1), the same sequence for the same seed. */
  random: () => number;
  timers: Timers;
  faults: Faults;
  stats: StatsBook;
  people: People;
  lazy: LazyPeople;
  files: Files;
  /** Connections towards the program: webhooks and pictures. */
  agent: Agent;
  /** What both messengers call the shop's bot. */
  botName: string;
}

/** `timeScale` multiplies the waits between retries: 1 as in life, 0.001 a thousand times shorter. */
export function makeOutside(options: {
  clock: Clock;
  seed: number;
  timeScale: number;
  botName: string;
}): Outside {
  const random = makeRandom(options.seed);
  return {
    clock: options.clock,
    botName: options.botName,
    random,
    timers: makeTimers(options.timeScale),
    faults: makeFaults(random),
    stats: makeStatsBook(options.clock),
    people: makePeople(),
    lazy: makeLazyPeople(),
    files: makeFiles(),
    agent: new Agent({ connections: 128, keepAliveTimeout: 4_000, headersTimeout: 0, bodyTimeout: 0 }),
  };
}
