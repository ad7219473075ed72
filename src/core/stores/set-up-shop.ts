import type { Tx } from '#src/db/client.ts';
import { programme, tier } from '#src/db/schema/stores.ts';

/** Until an admin chooses others: thresholds in minor units, earnings in basis points. */
const FIRST_TIERS = [
  { tierKey: 'base', position: 1, fromTurnoverMinor: 0n, earnBp: 300 },
  { tierKey: 'silver', position: 2, fromTurnoverMinor: 10_000_00n, earnBp: 400 },
  { tierKey: 'gold', position: 3, fromTurnoverMinor: 30_000_00n, earnBp: 500 },
];

/** The programme and its tiers, in a database that has none. Returns false, and changes nothing, where there is one. */
export async function setUpShop(tx: Tx, { shopName }: { shopName: string }): Promise<boolean> {
  const look = { brandColour: '#0B6B4F', accentColour: '#F2A33A' };
  const made = await tx
    .insert(programme)
    .values({ shopName, ...look })
    .onConflictDoNothing()
    .returning();
  if (made.length === 0) return false;
  await tx.insert(tier).values(FIRST_TIERS).onConflictDoNothing();
  return true;
}
