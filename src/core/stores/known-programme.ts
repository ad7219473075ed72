// Settings that every receipt needs and that change once a month: kept in memory for a moment.
import type { Db } from '#src/db/client.ts';
import { listTiers, type Programme, readProgramme, type Tier } from './read-programme.ts';

export interface KnownProgramme {
  programme: Programme;
  tiers: Tier[];
}

const KEPT_MS = 2_000;

/** A reader that asks the database at most every two seconds, and once for all who ask meanwhile. */
export function knownProgramme(
  db: Db,
  now: () => number = () => performance.now(),
): () => Promise<KnownProgramme> {
  let known: Promise<KnownProgramme> | null = null;
  let readAt = 0;
  return () => {
    if (!known || now() - readAt > KEPT_MS) {
      readAt = now();
      const reading = Promise.all([readProgramme(db), listTiers(db)]).then(([programme, tiers]) => ({
        programme,
        tiers,
      }));
      // A failure is not remembered: the next caller asks again.
      reading.catch(() => {
        if (known === reading) known = null;
      });
      known = reading;
    }
    return known;
  };
}
