// A claim whose answer never came may have been committed all the same, even a while later: its statement can still
// be running. So what it took is given back before each further claim for as long as a statement may last.

/** Longer than Postgres lets a statement run (src/db/client.ts). */
const MAY_LAST_MS = 35_000;

export interface LostClaims {
  /** A claim under this number ended in an error. */
  lost(workerNo: number): void;
  /** Gives back what such claims took. Call before claiming, with nothing of a claim under way. */
  giveBack(): Promise<number>;
}

/** `release` gives back whatever is claimed under a number and not in this worker's hands; returns how much it was. */
export function lostClaims(release: (workerNo: number) => Promise<number>): LostClaims {
  const until = new Map<number, number>();
  return {
    lost(workerNo) {
      until.set(workerNo, performance.now() + MAY_LAST_MS);
    },
    async giveBack() {
      let released = 0;
      for (const [workerNo, end] of until) {
        const last = performance.now() > end;
        released += await release(workerNo);
        if (last) until.delete(workerNo);
      }
      return released;
    },
  };
}
