import { asc } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { programme, tier } from '#src/db/schema/stores.ts';

export type Programme = typeof programme.$inferSelect;
export type Tier = typeof tier.$inferSelect;

/** What to do about an empty database, in one sentence. */
export const NOT_SET_UP =
  'The shop has not been set up: run `npm run setup -- --shop "Name of the shop"` on this database.';

/** There is no programme yet. */
export class NotSetUpError extends Error {
  constructor() {
    super(NOT_SET_UP);
    this.name = 'NotSetUpError';
  }
}

/** Whether the shop has been set up. */
export async function hasProgramme(db: Reader): Promise<boolean> {
  const rows = await db.select({ programmeId: programme.programmeId }).from(programme);
  return rows.length > 0;
}

/** The programme's settings. Throws NotSetUpError in a database that is no shop yet. */
export async function readProgramme(db: Reader): Promise<Programme> {
  const [row] = await db.select().from(programme);
  if (!row) throw new NotSetUpError();
  return row;
}

/** All tiers, the lowest first. */
export async function listTiers(db: Reader): Promise<Tier[]> {
  return await db.select().from(tier).orderBy(asc(tier.position));
}

/** The tier after `tierKey` and the turnover that is missing to reach it, in minor units; null at the top. */
export function nextTier(
  tiers: Tier[],
  { tierKey, turnoverMinor }: { tierKey: string; turnoverMinor: bigint },
): { tier: Tier; missingMinor: bigint } | null {
  const here = tiers.findIndex((each) => each.tierKey === tierKey);
  const next = tiers[here + 1];
  if (here < 0 || !next) return null;
  const missing = next.fromTurnoverMinor - turnoverMinor;
  return { tier: next, missingMinor: missing > 0n ? missing : 0n };
}
