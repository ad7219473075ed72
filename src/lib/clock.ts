// Time is a parameter. Nothing outside this file asks the machine what time it is.

/** Tells the present moment. Tests hand in one that stands still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands at `start` until it is told to move. */
export interface FixedClock extends Clock {
  /** Moves the clock forward by `ms` milliseconds (backward when negative). */
  advance(ms: number): void;
  set(to: Date): void;
}

export function fixedClock(start: string | Date): FixedClock {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at = new Date(at.getTime() + ms);
    },
    set: (to) => {
      at = new Date(to);
    },
  };
}
