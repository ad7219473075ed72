// Counts that tests assert on: what was asked, what was accepted, how fast, and what a real messenger would complain about.
import type { Clock } from '#src/lib/clock.ts';
import type { MessengerName } from './control.ts';
import type { RequestLine, Stats } from './control-world.ts';

/** A second is watched in slots of ten milliseconds. */
const SLOTS = 100;
const RING = 1_000;

export interface StatsBook {
  /** A request was answered (or, with status 0, cut off). */
  request(on: RequestLine['on'], method: string, to: string | undefined, httpStatus: number): void;
  accepted(messenger: MessengerName): void;
  count(what: 'ignoredRetryAfter' | 'repeated' | 'billed' | 'callbackAsked' | 'callbackAnswered'): void;
  read(): Stats;
  newestRequests(): RequestLine[];
  clear(): void;
}

interface Meter {
  total: number;
  peak: number;
  slots: Uint32Array;
  slot: number;
  sum: number;
}

const makeMeter = (): Meter => ({ total: 0, peak: 0, slots: new Uint32Array(SLOTS), slot: 0, sum: 0 });

export function makeStatsBook(clock: Clock): StatsBook {
  let requests = new Map<string, number>();
  let meters: Record<MessengerName, Meter> = { telegram: makeMeter(), viber: makeMeter() };
  let counts = { ignoredRetryAfter: 0, repeated: 0, billed: 0, callbackAsked: 0, callbackAnswered: 0 };
  let ring: {
    at: number;
    on: RequestLine['on'];
    method: string;
    to: string | undefined;
    httpStatus: number;
  }[] = [];
  let ringAt = 0;

  return {
    request(on, method, to, httpStatus) {
      const key = `${on} ${method}`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      ring[ringAt] = { at: clock.now().getTime(), on, method, to, httpStatus };
      ringAt = (ringAt + 1) % RING;
    },
    accepted(messenger) {
      const meter = meters[messenger];
      const slot = Math.floor(clock.now().getTime() / 10);
      const passed = Math.min(Math.max(slot - meter.slot, 0), SLOTS);
      for (let i = 1; i <= passed; i++) {
        const index = (meter.slot + i) % SLOTS;
        meter.sum -= meter.slots[index] ?? 0;
        meter.slots[index] = 0;
      }
      if (passed > 0) meter.slot = slot;
      meter.slots[meter.slot % SLOTS] = (meter.slots[meter.slot % SLOTS] ?? 0) + 1;
      meter.sum += 1;
      meter.total += 1;
      if (meter.sum > meter.peak) meter.peak = meter.sum;
    },
    count(what) {
      counts[what] += 1;
    },
    read: () => ({
      requests: Object.fromEntries(requests),
      accepted: { telegram: meters.telegram.total, viber: meters.viber.total },
      peakPerSecond: { telegram: meters.telegram.peak, viber: meters.viber.peak },
      unansweredCallbacks: counts.callbackAsked - counts.callbackAnswered,
      ignoredRetryAfter: counts.ignoredRetryAfter,
      repeated: counts.repeated,
      billed: counts.billed,
    }),
    newestRequests: () =>
      [...ring.slice(ringAt), ...ring.slice(0, ringAt)].map(({ at, to, ...line }) => ({
        at: new Date(at).toISOString(),
        ...line,
        ...(to === undefined ? {} : { to }),
      })),
    clear() {
      requests = new Map();
      meters = { telegram: makeMeter(), viber: makeMeter() };
      counts = { ignoredRetryAfter: 0, repeated: 0, billed: 0, callbackAsked: 0, callbackAnswered: 0 };
      ring = [];
      ringAt = 0;
    },
  };
}
