// Settings and rules as they are now: what the program keeps in memory for a moment, a test reads anew each time.
import { withOffers } from '#src/core/offers/known-offers.ts';
import { type KnownRulesReader, knownRules } from '#src/core/rules/known-rules.ts';
import { type KnownProgramme, knownProgramme } from '#src/core/stores/known-programme.ts';
import type { Db } from '#src/db/client.ts';

export interface Fresh {
  db: Db;
  known: () => Promise<KnownProgramme>;
  rules: KnownRulesReader;
}

/** Readers for whom hours pass between two questions. */
export function fresh(db: Db): Fresh {
  let now = 0;
  const later = () => {
    now += 3_600_000;
    return now;
  };
  const known = knownProgramme(db, later);
  return { db, known, rules: withOffers(db, knownRules(db, known, later), known) };
}
