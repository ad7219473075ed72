import { asc } from 'drizzle-orm';
import type { Reader } from '#src/db/client.ts';
import { programme, tier } from '#src/db/schema/stores.ts';

export type Programme = typeof programme.$inferSelect;
export type Tier = typeof tier.$inferSelect;

/** The programme's settings. Throws when the shop has not been set up. */
export async function readProgramme(db: Reader): Promise<Programme> {
  const [row] = await db.select().from(programme);
  if (!row) throw new Error('The programme has not been set up: the table programme is empty.');
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
