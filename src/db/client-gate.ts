// postgres.js lets a caller wait for a free connection for ever. The gate stands before it and gives up in time, so
// that an overloaded program says "busy" instead of hanging.

/** No connection came free in time: the program has more to do than its pool can take. */
export class PoolTimeoutError extends Error {
  override name = 'PoolTimeoutError';
}

type Enter = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `places` pieces of work run at once; the others wait their turn, each for at most `waitMs`. */
export function gate({ places, waitMs }: { places: number; waitMs: number }): Enter {
  let free = places;
  const waiting = new Set<() => void>();

  const takePlace = (): Promise<void> => {
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        waiting.delete(go);
        reject(new PoolTimeoutError(`no database connection came free within ${waitMs} ms`));
      }, waitMs);
      const go = () => {
        clearTimeout(giveUp);
        resolve();
      };
      waiting.add(go);
    });
  };
  // The place goes straight to the one who waited longest; a Set keeps the order of arrival.
  const leavePlace = () => {
    const [next] = waiting;
    if (!next) free++;
    else {
      waiting.delete(next);
      next();
    }
  };

  return async (work) => {
    await takePlace();
    try {
      return await work();
    } finally {
      leavePlace();
    }
  };
}
