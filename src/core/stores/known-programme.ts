// Settings that every receipt needs and that change once a month: kept in memory for a moment.
import type { Db } from '#src/db/client.ts';
import { type Currency, listCurrencies } from './list-currencies.ts';
import { listTiers, type Programme, readProgramme, type Tier } from './read-programme.ts';
import { readTimeZones } from './read-store.ts';

export interface KnownProgramme {
  programme: Programme;
  tiers: Tier[];
  /** Open ones, the programme's points first. */
  currencies: Currency[];
  /** The time zone of each store. */
  zones: ReadonlyMap<string, string>;
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
      const reading = readKnown(db);
      // A failure is not remembered: the next caller asks again.
      reading.catch(() => {
        if (known === reading) known = null;
      });
      known = reading;
    }
    return known;
  };
}

async function readKnown(db: Db): Promise<KnownProgramme> {
  const [programme, tiers, currencies, zones] = await Promise.all([
    readProgramme(db),
    listTiers(db),
    listCurrencies(db),
    readTimeZones(db),
  ]);
  return { programme, tiers, currencies: currencies.filter((each) => each.closedAt === null), zones };
}
